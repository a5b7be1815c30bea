#pragma once
// What people and models are told of the pictures that were brought.
#include <fm/agent/messages.hpp>

#include <string>
#include <string_view>
#include <vector>

namespace fm::agent {

/// "P2" of the second.
std::string picture_name(std::size_t index);

/// What is said to a model of a turn's pictures, as data: their names, and which of them it sees. At most 20
/// are listed, those that it is shown first.
std::string pictures_for_model(const std::vector<brought_picture>& all);

/// How a model is to speak of pictures that it is shown.
std::string_view picture_instructions();

/// Adds to the notes which pictures a model was shown, and which were not looked at, why, and what would let
/// them be.
void add_picture_notes(investigation& found);

/// The built-in answer where there is nothing but pictures.
investigation with_pictures_alone(std::string question);

}  // namespace fm::agent

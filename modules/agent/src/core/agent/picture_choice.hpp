#pragma once
// Which pictures of a case a model is shown in a turn.
#include <fm/agent/messages.hpp>

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace fm::agent {

/// What may be shown of them in a turn; vendors take more of neither.
struct picture_limits {
  std::size_t count = 4;
  std::uint64_t bytes = 10'000'000;  ///< of all together
};

/// What a picture takes of a model's context, at most, in tokens.
inline constexpr std::uint32_t tokens_of_picture = 1'600;

/// Marks as shown the pictures that the question names by their file's name, with or without its ending, and
/// then the newest, as far as the limits go. The others say why not: what makes them unfit, that they are a
/// copy, or that the limit is reached.
void choose_pictures(std::vector<brought_picture>& all, std::string_view question,
                     const picture_limits& limits = {});

/// The question with "the picture" for the file name of one: no line has to hold it.
std::string question_of_lines(std::string question, const std::vector<evidence::picture>& pictures);

/// None of those that are marked as shown is, for that reason.
void leave_pictures(std::vector<brought_picture>& all, std::string_view why);

}  // namespace fm::agent

#pragma once
// Sentences of a model about what a picture shows: nobody can compare them with lines.
#include "agent/claim_check.hpp"
#include "agent/model_view.hpp"

#include <fm/agent/messages.hpp>

#include <string>
#include <vector>

namespace fm::agent {

/// What rests on a picture alone is never more likely than this, which is short of probable.
inline constexpr double most_of_picture = .49;

/// A picture that a model is shown.
struct shown_picture {
  std::uint32_t number = 0;  ///< P1 is 1
  std::string file;          ///< its name, for people
};

/// The pictures that a claim cites and that were shown; each once, in their order.
std::vector<shown_picture> pictures_of(const said_claim& c, const std::vector<shown_picture>& shown);

/// What of a claim that cites a picture is still missing, after `by_lines` compared it with the lines and
/// passages that it cites too. A picture may show a number, a time, a day, a name, a word or a quotation that
/// the lines do not have; what they contradict, what is not about them and that something did not occur stays
/// missing. Without any `has_lines` nothing is: then it is a reading and no more.
checked_claim checked_with_picture(checked_claim by_lines, bool has_lines);

/// Marks a claim as the model's reading of these pictures, and cites them.
void mark_as_reading(claim& c, const std::vector<shown_picture>& of);

}  // namespace fm::agent

#pragma once
// What words of trouble and of state mean, so that a claim may say it in other words than the evidence.
#include <span>
#include <string_view>

namespace fm::agent {

/// Words that tell of one thing. `said` are stems by which a claim says it, `shown` those by which evidence
/// shows it (beside `said`); a stem is the beginning of a word, or a whole phrase where it holds a blank.
struct concept_words {
  std::span<const std::string_view> said;
  std::span<const std::string_view> shown;
  bool is_state;  ///< belongs to one object: it has to stand in a line that is about the claim's
};

std::span<const concept_words> concepts();

/// Whether a sentence says of everything that nothing is wrong.
bool says_all_is_well(std::string_view claim);

}  // namespace fm::agent

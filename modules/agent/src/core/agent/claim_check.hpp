#pragma once
// Whether what somebody says of the evidence stands in the lines that he names.
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace fm::agent {

/// What a claim says and its sources do not show; nothing where all is shown.
struct checked_claim {
  std::vector<std::string> missing;  ///< "the number 42", "`orders-db`", in the order of the claim
  bool supported() const { return missing.empty(); }
};

/// Compares a claim, in English, with the texts it cites (lines of evidence, passages, results of tools).
///
/// Shown have to be: quoted text letter by letter but for case and blanks (an ellipsis leaves out); numbers,
/// unless they follow from the texts (their count, a difference, a ratio, the time between two of them, a
/// change of unit); times and dates in any usual form; names of things, which are words with digits, dots,
/// slashes, underscores, inner capitals or hyphens, and proper names; that something did not occur; of a pair
/// of opposites ("succeeded", "failed") the one that is said. The texts have to be about the same thing: some
/// of the claim's other words stand in them. Of a clause that gives a reason
/// ("because ...") most words have to; whether it is the reason is the claim's own and is not checked.
/// `about` says what the sources are (the name and the format of a file): names may stand there as well.
checked_claim check_claim(std::string_view claim, std::span<const std::string> sources,
                          std::string_view about = {});

}  // namespace fm::agent

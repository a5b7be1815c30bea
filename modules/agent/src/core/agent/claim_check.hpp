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
/// unless they follow from the texts (their count, a difference, a ratio, the rest of a part, the time
/// between two, a change of unit); times and dates in any usual form; names of things, which are words with
/// digits, dots, slashes, underscores, inner capitals or hyphens, and proper names; every other word that is
/// not common to all evidence, in itself or in one that says the same; that something did not occur, and how
/// many and how often. The names, numbers, times and words of a clause have to stand together in one record,
/// in the roles, the direction and the order of time that the claim gives them; a reason has to stand in a
/// record that something joins to the other. Clauses that are openly a guess ("may", "probably", "suggests")
/// need only their names, numbers, times and quotations. `about` is what the program knows of the sources:
/// the name and the format of a file, what the analysis found in them, how often they stand ("12 times").
/// Names, words and that number may stand there as well.
/// Of a source the first 4,000 bytes are looked at, of 128 sources, the first 64 for what stands together; a
/// claim of more than 1,000 bytes is not shown.
checked_claim check_claim(std::string_view claim, std::span<const std::string> sources,
                          std::string_view about = {});

}  // namespace fm::agent

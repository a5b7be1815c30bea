#pragma once
// Claims that turn around what their lines say.
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace fm::agent {

/// What a claim says the other way round than the lines: it denies what they tell of ("did not succeed",
/// "no longer fail"), swaps from and to, part and whole, off and on, or who did it and to whom, or takes a
/// number for a percentage; and words of other languages, which nobody has checked. All in lower case.
/// Nothing where none of that is seen; words for whoever is to repair it.
std::vector<std::string> reversals_in(std::string_view claim, std::span<const std::string> lines);

/// What a clause (lower case) tells as done and the lines deny or only began: "was written" of "not written",
/// "was created" of "Creating...".
std::vector<std::string> affirmations_in(std::string_view clause, std::span<const std::string> lines);

}  // namespace fm::agent

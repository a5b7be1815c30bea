#pragma once
// Words that operators use for the same thing, for low-weight expansion of queries.
#include <string>
#include <string_view>
#include <vector>

namespace fm::knowledge {

/// A stemmed term that may stand for another, with a weight below 1.
struct variant {
  std::string term;
  float weight = 0;
};

/// The variants of a stemmed term, in a fixed order; empty for most.
const std::vector<variant>& variants_of(std::string_view term);

/// The term that a phrase of the stemmed terms `first` and `second` stands for (`bad gateway` is `502`), or
/// empty.
std::string_view term_of_phrase(std::string_view first, std::string_view second);

}  // namespace fm::knowledge

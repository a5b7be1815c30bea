#pragma once
// The clauses of a claim, and which of them are openly a guess.
#include <string_view>
#include <vector>

namespace fm::agent {

/// How a clause is joined to the one before it.
enum class joint { none, further, reason, effect, after, before, meanwhile, contrast, denial };

struct clause {
  std::string_view text;  ///< within the claim
  joint by = joint::none;
  bool guess = false;  ///< says "may", "possibly", "suggests" ..., or what it is not ("rather than ...")
};

/// Splits a claim (lower case) where its conjunctions and marks begin another statement. A list ("a and b")
/// stays whole.
std::vector<clause> clauses_of(std::string_view claim);

}  // namespace fm::agent

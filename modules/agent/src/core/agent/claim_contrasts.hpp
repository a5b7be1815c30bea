#pragma once
// What a claim says in a phrase in which the records have another word: "too high" of "too low".
#include "agent/claim_facts.hpp"

#include <span>
#include <string>
#include <vector>

namespace fm::agent {

/// Phrases of the clauses in whose place the records tell another one: how much too much, up or down, to what
/// and from what, which of two, at which time of what, how many times. Guesses are left out.
std::vector<std::string> contrasted_phrases(std::span<const clause_facts> facts,
                                            std::span<const cited_record> records, double times);

}  // namespace fm::agent

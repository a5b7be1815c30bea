#pragma once
// Whether what the clauses of a claim say that happened, or did not, is told of what they name.
#include "agent/claim_facts.hpp"

#include <span>
#include <string>
#include <vector>

namespace fm::agent {

/// What the claim says that happened and no record tells of the same things, and what it affirms or denies
/// against them ("could not open" of a file that was opened). Guesses are left out.
std::vector<std::string> untold_events(std::span<const clause_facts> facts,
                                       std::span<const cited_record> records);

}  // namespace fm::agent

#pragma once
// Who is said to have done what, where the records tell that somebody else did, or not who.
#include "agent/claim_facts.hpp"

#include <span>
#include <string>
#include <vector>

namespace fm::agent {

/// "who \"declined\"" for each clause that gives a deed to another doer than the records. Guesses are left
/// out.
std::vector<std::string> wrong_agents(std::span<const clause_facts> facts,
                                      std::span<const cited_record> records);

}  // namespace fm::agent

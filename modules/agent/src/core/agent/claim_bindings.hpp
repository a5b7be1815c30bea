#pragma once
// Whether the numbers of a claim are those of the fields that it gives them to.
#include "agent/claim_facts.hpp"

#include <span>
#include <string>
#include <vector>

namespace fm::agent {

/// Numbers that stand in the records under another field than the claim says ("process 4410" of pid=3321,
/// "120G available" of a size), as "\"process 4410\"". Guesses are left out.
std::vector<std::string> misplaced_numbers(std::span<const clause_facts> facts,
                                           std::span<const cited_record> records);

}  // namespace fm::agent

#pragma once
// Who did something, and to whom.
#include "agent/claim_facts.hpp"

namespace fm::agent {

/// Where a clause has another one doing what the records tell of, or takes the object for the subject; in
/// words for whoever is to repair it.
std::vector<std::string> wrong_roles(std::span<const clause_facts> facts,
                                     std::span<const cited_record> records);

}  // namespace fm::agent

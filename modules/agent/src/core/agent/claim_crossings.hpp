#pragma once
// Claims that cross what stands in two records: the number of one with the name of another.
#include "agent/claim_facts.hpp"

namespace fm::agent {

/// What a clause joins and no record does, in words for whoever is to repair it; nothing where all fits.
std::vector<std::string> crossings_in(std::span<const clause_facts> facts,
                                      std::span<const cited_record> records);

}  // namespace fm::agent

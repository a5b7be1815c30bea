#pragma once
// How many and how often a claim says, and whether the cited records come to that.
#include "agent/claim_facts.hpp"

namespace fm::agent {

/// The words for amounts ("all", "most", "only", "never", "dozens", "repeatedly", "first", "will") that do
/// not follow from a count over the records, from a number in them, or from how often they stand (`times`);
/// in words for whoever is to repair it.
std::vector<std::string> unfounded_amounts(std::span<const clause_facts> facts,
                                           std::span<const cited_record> records, double times);

}  // namespace fm::agent

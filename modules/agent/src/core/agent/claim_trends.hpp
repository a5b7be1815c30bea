#pragma once
// In which direction and in which order things changed.
#include "agent/claim_facts.hpp"

namespace fm::agent {

/// Rises that fall, changes that run the other way round than the records, and events that stand in another
/// order or whose one is said to be the reason of the other without anything that joins them; in words for
/// whoever is to repair it.
std::vector<std::string> wrong_courses(std::span<const clause_facts> facts,
                                       std::span<const cited_record> records);

}  // namespace fm::agent

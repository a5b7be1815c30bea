#pragma once
// Whether what a claim says of a field agrees with the value that the records have in it.
#include "agent/claim_facts.hpp"

#include <span>
#include <string>
#include <vector>

namespace fm::agent {

/// What a field is (`pg_up`, `running`, `max_user_watches`) and the records that the clause is about have
/// another value in it. Guesses are left out.
std::vector<std::string> wrong_values(std::span<const clause_facts> facts,
                                      std::span<const cited_record> records);

}  // namespace fm::agent

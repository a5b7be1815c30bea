#pragma once
// Which numbers of a claim follow from the records that its clauses are about.
#include "agent/claim_facts.hpp"

namespace fm::agent {

/// "Under 200 ms", "more than 5 s", "about 4 GB": an amount that is near on that side.
bool is_roughly(const stated_number& said, std::string_view before, std::string_view second_before,
                const stated& in);

/// The greatest "N times" of what the program knows; 0 where it says none.
double times_in(std::string_view known);

/// What the records state that the clause of a number is about: it is computed from them.
stated figures_near(std::size_t at, std::span<const clause_facts> facts,
                    std::span<const cited_record> records, std::string_view rest);

/// "Three clients": the records that tell it begin with so many different words.
bool tells_as_many(double n, std::size_t at, std::span<const clause_facts> facts,
                   std::span<const cited_record> records, std::string_view rest);

/// "80% of these": of the cited records so many tell what the clause says.
bool is_share(const stated_number& said, std::size_t at, std::span<const clause_facts> facts,
              std::span<const cited_record> records, std::string_view rest);

}  // namespace fm::agent

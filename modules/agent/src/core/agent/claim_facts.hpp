#pragma once
// What one clause of a claim states, and which of the cited records tell it.
#include "agent/claim_clauses.hpp"
#include "agent/claim_records.hpp"

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace fm::agent {

/// Which records tell something: bit k is record k. Of more records than bits only the first are looked at.
using record_set = std::uint64_t;
constexpr std::size_t most_records = 64;

/// Something that a clause states, and the records that tell it.
struct told_part {
  std::string text;
  record_set in = 0;
};

struct clause_facts {
  clause of;
  std::vector<text_word> words;    ///< of the clause, times and quotations left out
  std::vector<told_part> names;    ///< of things, and of who wrote the records
  std::vector<told_part> numbers;  ///< that stand in a record as they are said
  std::vector<told_part> times;
  std::vector<told_part> tellings;  ///< words that some of the records tell and some do not
  record_set all = 0;               ///< every record
  /// The records that tell all names, numbers and tellings.
  record_set telling() const;
  /// The same, at the times that are said.
  record_set telling_at() const;
};

/// `low` is the claim in lower case with its quotations blanked, `rest` the same with its times blanked too,
/// and `clauses` are parts of `rest`.
std::vector<clause_facts> facts_of(std::string_view low, std::string_view rest,
                                   std::span<const clause> clauses, std::span<const cited_record> records);

/// Whether the record holds the name, within a longer one too ("gc" in "gc(801)").
bool holds_name_of(const cited_record& record, std::string_view name);

}  // namespace fm::agent

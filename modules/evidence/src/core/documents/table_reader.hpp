#pragma once
// What the rows of `kubectl get` tables, event lists and lineage trees show.
#include "documents/fact_draft.hpp"

namespace fm::evidence {

/// Reads every table of the text, and answers of failed look-ups (`Error from server ...`).
void read_tables(const reading& r);

/// Reads one line that kubectl or a tool around it prints instead of a table; false when it is none.
bool read_lookup_line(std::uint64_t line, const reading& r);
/// True when the line is such an answer.
bool is_lookup_line(std::string_view line);

}  // namespace fm::evidence

#pragma once
// The SQL of the modules is one text that SQLite and PostgreSQL both run; what is spelt differently is
// translated here. Literals, quoted names and comments stay as they are.
#include <string>
#include <string_view>

namespace fm::sql {

/// `$n` placeholders become `?n`.
std::string for_sqlite(std::string_view portable);

/// The types `integer`, `real` and `blob` become `bigint`, `double precision` and `bytea`, and the function
/// `instr` becomes `strpos`.
std::string for_postgresql(std::string_view portable);

/// The table that a statement writes to; empty when it writes to none.
std::string_view written_table(std::string_view portable);

}  // namespace fm::sql

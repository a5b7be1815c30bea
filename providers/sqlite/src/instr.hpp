#pragma once
// `instr` of our own: SQLite 3.40 compares at every character of the text, which made up half of a search.
#include "handle.hpp"

namespace fm::sqlite {

/// Registers `instr(text, part)` with the meaning that SQLite documents: the 1-based character (of blobs: the
/// byte) at which `part` begins, 0 where it does not occur, null where one is null. False when out of memory.
bool add_instr(sqlite3* db);

}  // namespace fm::sqlite

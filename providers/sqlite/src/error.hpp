#pragma once
// Result codes of SQLite as failures of ours.
#include <fm/actors/error.hpp>

#include <sqlite3.h>

namespace fm::sqlite {

/// What the last call on `db` failed with, in a sentence that may be shown to users. A broken unique key is
/// named ("users.email"); for a foreign key the text is empty, since SQLite does not say which.
failure last_error(sqlite3* db);

/// Whether the file itself is no database or damaged; takes extended codes.
bool is_damage(int code);

}  // namespace fm::sqlite

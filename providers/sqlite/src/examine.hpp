#pragma once
// Reads a database file as a whole for damage.
#include <fm/providers/database.hpp>

#include <functional>
#include <string>

namespace fm::sqlite {

/// Compares each page with its checksum and lets SQLite look at how the pages hang together; `thorough` also
/// compares indexes with their tables, and takes long for large files. Nothing is written. `go_on` is called
/// every few pages; when it says no, the examination fails with `cancelled`.
outcome<db::examination> examine_file(const std::string& path, const std::string& vfs, bool thorough,
                                      const std::function<bool()>& go_on);

/// Why the write-ahead log beside a database cannot be trusted: transactions that were committed lie behind a
/// damaged place, and SQLite would drop them in silence. Empty when it can, or when there is none.
std::string damage_of_log(const std::string& database);

}  // namespace fm::sqlite

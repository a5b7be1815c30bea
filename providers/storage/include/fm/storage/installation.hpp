#pragma once
// The id that a database and a store of files share, so that neither is ever used with another one's.
#include <fm/providers/blob.hpp>
#include <fm/providers/database.hpp>
#include <fm/providers/orphans.hpp>

#include <cstdint>
#include <string>
#include <vector>

namespace fm::storage {

/// The table that holds the id, and that of files which are to be removed.
const db::schema& schema();
/// The file that holds it, a key of the store like any other: whatever carries the files carries the id.
inline constexpr const char* id_key = "installation";

/// What a database and a store of files say of each other.
struct installation {
  std::string of_database, of_files;  ///< their ids; empty where there is none yet
  std::uint64_t files = 0;            ///< that are stored
  std::uint64_t named = 0;            ///< of those, how many a row names
  std::uint64_t rows = 0;             ///< files that rows name, stored or not
};

/// How many files the store holds, besides the id.
outcome<std::uint64_t> count_files(blob::store& files);
/// The id in the store; empty when there is none.
outcome<std::string> id_of_files(blob::store& files);
outcome<installation> look(db::database& database, blob::store& files,
                           const std::vector<providers::named_files>& rows);
/// Why these two may not be used together, as the end of a sentence; empty when they may.
std::string difference(const installation& found);
/// Gives both the id of the database, or a new one. What no row names is set aside at the next start.
outcome<std::string> tie(db::database& database, blob::store& files, const installation& found, micros now);

}  // namespace fm::storage

#pragma once
// The database and the files of a data directory, opened together.
#include "data_directory.hpp"

#include <fm/providers/blob.hpp>
#include <fm/providers/database.hpp>
#include <fm/providers/orphans.hpp>
#include <fm/settings/settings.hpp>

#include <cstdint>
#include <filesystem>
#include <memory>
#include <vector>

namespace fm::program {

/// Where the database of a data directory is.
std::filesystem::path database_path(const std::filesystem::path& data);
/// What the rows of all modules name.
std::vector<providers::named_files> all_named_files();

struct storage_limits {
  std::uint64_t aside_bytes = std::uint64_t{10} << 30;  ///< of the quarantine
};
storage_limits storage_limits_of(const settings::set& s);

/// What is stored, opened and checked to belong together.
struct opened_storage {
  std::shared_ptr<db::database> database;
  std::shared_ptr<blob::store> files;
};

/// Whether what does not belong together is refused, or tied together because somebody has said so.
enum class when_foreign { refuse, adopt };

/// Opens what is under `data`, whose lock is held, and brings it up to date. A new or foreign database beside
/// stored files is refused with a sentence that says what to do. A data directory from before there were ids
/// gets one.
outcome<opened_storage> open_storage(const std::filesystem::path& data, const storage_limits& limits,
                                     when_foreign then = when_foreign::refuse);

}  // namespace fm::program

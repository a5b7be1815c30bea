#include "installation.hpp"

#include "server_modules.hpp"

#include <fm/actors/clock.hpp>
#include <fm/actors/log.hpp>
#include <fm/evidence/spawn.hpp>
#include <fm/fs/local_store.hpp>
#include <fm/knowledge/spawn.hpp>
#include <fm/sqlite/open.hpp>
#include <fm/storage/installation.hpp>

#include <string>
#include <system_error>
#include <utility>

namespace fm::program {

namespace {

bool has_content(const std::filesystem::path& path) {
  std::error_code e;
  const auto bytes = std::filesystem::file_size(path, e);
  return !e && bytes > 0;
}

/// What is said when the database is gone and what belongs to it is still there; empty when nothing is.
outcome<std::string> left_without_database(const std::filesystem::path& database, blob::store& files) {
  const auto log = database.string() + "-wal";
  if (has_content(log))
    return database.string() + " is missing or empty, but its log " + log +
           " is there: put the database back beside it, from where it went or from a backup. To begin anew "
           "instead, move the log away too";
  auto id = storage::id_of_files(files);
  if (!id) return id.error();
  auto stored = storage::count_files(files);
  if (!stored) return stored.error();
  if (id->empty() && *stored == 0) return std::string();
  return database.string() + " is missing or empty, but the folder files beside it " +
         (*stored > 0 ? "holds " + std::to_string(*stored) + " stored files"
                      : "belongs to installation " + *id) +
         ": put the database back, from where it went or from a backup. To begin anew with an empty database "
         "instead, run faultmaven adopt; the files are then set aside, not deleted";
}

}  // namespace

storage_limits storage_limits_of(const settings::set& s) {
  return {.aside_bytes = static_cast<std::uint64_t>(s.integer("FM_QUARANTINE_MB")) << 20};
}

std::filesystem::path database_path(const std::filesystem::path& data) { return data / "faultmaven.db"; }

std::vector<providers::named_files> all_named_files() {
  return {evidence::stored_files(), knowledge::stored_files()};
}

outcome<opened_storage> open_storage(const std::filesystem::path& data, const storage_limits& limits,
                                     when_foreign then) {
  const auto path = database_path(data);
  opened_storage out;
  fs::store_limits of_files;
  of_files.aside_bytes = limits.aside_bytes;
  of_files.tell_trouble = [](const std::string& what) { actors::log(actors::level::error, what); };
  auto files = fs::open_store((data / "files").string(), std::make_shared<fs::file_calls>(), of_files);
  if (!files) return std::move(files.error());
  out.files = std::move(*files);
  if (then == when_foreign::refuse && !has_content(path)) {
    auto left = left_without_database(path, *out.files);
    if (!left) return std::move(left.error());
    if (!left->empty()) return fail(ec::invalid, std::move(*left));
  }
  sqlite::options how;
  how.tell = [](const std::string& what) { actors::log(actors::level::info, what); };
  auto database = sqlite::open(path.string(), all_schemas(), how);
  if (!database) return std::move(database.error());
  out.database = std::move(*database);
  auto found = storage::look(*out.database, *out.files, all_named_files());
  if (!found) return std::move(found.error());
  if (auto why = storage::difference(*found); !why.empty() && then == when_foreign::refuse)
    return fail(ec::invalid,
                path.string() + " and the folder files beside it do not belong together: " + why +
                    ". Put the right database or the right files back; when they do belong together, after a "
                    "restore or a move, run faultmaven adopt");
  auto id = storage::tie(*out.database, *out.files, *found, actors::wall_clock());
  if (!id) return std::move(id.error());
  if (*id != found->of_database || *id != found->of_files)
    actors::log(actors::level::info, "the database and the files carry the id of this installation",
                {{"installation", *id}});
  return out;
}

}  // namespace fm::program

#include "checksummed_file.hpp"

#include "checksum_vfs.hpp"
#include "error.hpp"

#include <fcntl.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <system_error>
#include <utility>

namespace fm::sqlite {

namespace {

failure cannot(const std::string& path, const char* what) {
  return fail(errno == ENOSPC ? ec::storage_full : ec::unavailable,
              path + " cannot be " + what + ": " + std::strerror(errno));
}

std::optional<failure> sync_path(const std::string& path, int flags) {
  const int fd = ::open(path.c_str(), flags | O_CLOEXEC);
  if (fd < 0) return cannot(path, "opened");
  const bool synced = ::fsync(fd) == 0;
  auto why = synced ? std::nullopt : std::optional(cannot(path, "made durable"));
  ::close(fd);
  return why;
}

bool has_room_for_copy(const std::string& path) {
  std::error_code e;
  const auto bytes = std::filesystem::file_size(path, e);
  struct statvfs about {};
  if (e || ::statvfs(path.c_str(), &about) != 0) return true;
  return static_cast<std::uint64_t>(about.f_bavail) * about.f_frsize > bytes + bytes / 4;
}

}  // namespace

std::optional<failure> reserve_checksums(const handle& db) {
  int bytes = checksum_bytes;
  if (sqlite3_file_control(db.get(), "main", SQLITE_FCNTL_RESERVE_BYTES, &bytes) != SQLITE_OK)
    return fail(ec::internal, "SQLite cannot reserve room for checksums");
  return std::nullopt;
}

std::optional<failure> rewrite_with_checksums(handle db, const std::string& path, const options& how) {
  if (!has_room_for_copy(path))
    return fail(ec::storage_full, path + " has no checksums yet, and there is no room to write it anew");
  const auto next = path + ".checksums";
  std::remove(next.c_str());
  const int made = ::open(next.c_str(), O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
  if (made < 0) return cannot(next, "made");
  ::close(made);
  if (how.tell) how.tell("the database is written anew once, so that each of its pages carries a checksum");
  // Everything is in the file then, and no log is left that would belong to the old one.
  auto mode = db.text("pragma journal_mode = delete");
  auto why = !mode ? std::optional(mode.error())
             : *mode == "delete"
                 ? reserve_checksums(db)
                 : fail(ec::unavailable, path + " is in use by another program; end it first");
  if (!why) why = db.exec("vacuum into '" + next + "'");
  {
    auto ended = std::move(db);  // closed before its file is replaced
  }
  if (!why) why = sync_path(next, O_RDONLY);
  if (!why && ::rename(next.c_str(), path.c_str()) != 0) why = cannot(path, "replaced");
  auto folder = std::filesystem::path(path).parent_path().string();
  if (!why) why = sync_path(folder.empty() ? "." : folder, O_RDONLY | O_DIRECTORY);
  if (why) std::remove(next.c_str());
  return why;
}

}  // namespace fm::sqlite

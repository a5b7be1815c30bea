#pragma once
// A file system under SQLite that keeps a checksum in the last eight bytes of each page of a database, so
// that a page which was altered on the disk is an error and never data. The form is that of SQLite's own
// extension "cksumvfs", so its tools read and check the files too. Pages have room for it when eight bytes of
// each are reserved (byte 20 of the file's header); files without are passed through as they are.
#include <sqlite3.h>

#include <cstdint>
#include <span>
#include <string>

namespace fm::sqlite {

/// How many bytes of a page are reserved for it.
inline constexpr int checksum_bytes = 8;

/// The name of such a file system over another one (empty: the usual one), which is registered at its first
/// use; empty when there is no such other one.
std::string checksummed(const std::string& base);

/// The pages of the database of a connection that was opened on such a file system, as they are on the disk.
class page_file {
 public:
  explicit page_file(sqlite3* db);
  /// False when the pages have no room for checksums, or there is no page yet.
  bool has_checksums() const { return page_bytes_ > 0; }
  std::uint32_t page_bytes() const { return page_bytes_; }
  std::uint64_t pages() const;
  enum class state { good, altered, unreadable };
  /// Looks at one page, from 1. What the log holds of it is not looked at.
  state look(std::uint64_t page);

 private:
  sqlite3_file* file_ = nullptr;
  std::uint32_t page_bytes_ = 0;
  std::string buffer_;
};

/// While one lives, this thread reads pages whatever their checksums say: to take over what another program
/// has written.
class unchecked {
 public:
  unchecked();
  unchecked(const unchecked&) = delete;
  unchecked& operator=(const unchecked&) = delete;
  ~unchecked();
};

}  // namespace fm::sqlite

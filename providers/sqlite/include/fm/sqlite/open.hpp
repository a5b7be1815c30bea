#pragma once
// Opens a database file.
#include <fm/providers/database.hpp>

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace fm::sqlite {

struct options {
  micros busy_timeout = 5 * second;  ///< how long a lock of another program is waited for
  micros read_limit = 15 * second;   ///< a read that takes longer fails with `timeout`
  bool migrate = true;               ///< false: a file that lacks migrations is refused
  bool quick_check = false;          ///< reads the whole file for damage first
  /// Pages in the write-ahead log from which it is copied back: when nobody writes, each time so many have
  /// come, and with a short pause of the writer.
  std::uint32_t idle_pages = 250;
  std::uint32_t busy_pages = 4'000;
  std::uint32_t full_pages = 16'000;
  std::string vfs{};  ///< the file system under SQLite; empty for the usual one
  std::function<void(const std::string& sentence)> tell{};  ///< what takes long is announced
};

/// Opens or creates (mode 0600) the file, checks it and applies the migrations that it lacks, all in one
/// transaction. Each page carries a checksum that is compared when the page is read: what was altered on the
/// disk is an error and never data. A file of an older version gets them first. Fails with a sentence that
/// names the file, and leaves the file alone, when it is no database, of another program, damaged, or written
/// by a newer version of this program.
outcome<std::unique_ptr<db::database>> open(const std::string& path, const std::vector<db::schema>& schemas,
                                            const options& how = {});

/// Reads a file as it is for damage, also while a server has it open; nothing is written. `thorough` compares
/// indexes with their tables too.
outcome<db::examination> examine(const std::string& path, bool thorough);

/// Takes the file as it is now, after another program has changed it: its pages get the checksums of what
/// they hold. Refused when SQLite itself finds damage. Nobody may have it open.
outcome<done> accept(const std::string& path);

}  // namespace fm::sqlite

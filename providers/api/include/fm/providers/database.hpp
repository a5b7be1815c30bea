#pragma once
// What an adapter to a database offers to the gates that run `fm::db` messages.
#include <fm/actors/outcome.hpp>
#include <fm/providers/db.hpp>

#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <vector>

namespace fm::db {

/// One connection; used by one thread at a time.
class connection {
 public:
  virtual ~connection() = default;
  /// From committed data.
  virtual outcome<row_set> read(const operation& what) = 0;
  /// Several that see the same state, for less than each alone.
  virtual std::vector<outcome<row_set>> read_together(std::span<const operation* const> what) = 0;
  /// Each unit is all or nothing for itself; all that succeed become durable with one commit, and when that
  /// fails every unit fails with `unavailable` or `storage_full`. The results are in the order of the units.
  virtual std::vector<outcome<unit_result>> write(std::span<const transact* const> units) = 0;
};

/// What reading a whole database has found.
struct examination {
  std::uint64_t bytes = 0;    ///< that were compared with their checksums
  bool has_checksums = true;  ///< false: a changed letter in a row would not be seen
  std::vector<std::string> findings;
};

/// A database that was opened, checked and migrated. Thread-safe.
class database {
 public:
  virtual ~database() = default;
  virtual std::unique_ptr<connection> reader() = 0;
  virtual std::unique_ptr<connection> writer() = 0;
  /// A reader that never waits, neither for a lock nor for a network; null when there is none.
  virtual std::unique_ptr<connection> quick_reader() = 0;
  /// "ok", or what is wrong, for health checks.
  virtual std::string check() = 0;
  /// Reads all of it beside everything else, and says what is damaged. `go_on` is called often; when it says
  /// no, the examination fails with `cancelled`.
  virtual outcome<examination> examine(const std::function<bool()>& go_on) = 0;
  /// What is known to be damaged, from examinations and from reads; empty when nothing is.
  virtual std::string damage() = 0;
};

}  // namespace fm::db

#pragma once
// The port's connections.
#include "checkpointer.hpp"
#include "statements.hpp"

#include <fm/providers/database.hpp>

#include <sys/types.h>

#include <chrono>
#include <memory>
#include <mutex>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

namespace fm::sqlite {

/// What all connections of one database share.
struct shared {
  std::string path;
  options how;
  registry known;
  std::unique_ptr<checkpointer> checkpoints;  ///< ends before the rest

  /// Remembers for the health check that reading or writing failed, or that it works again.
  void note(const std::optional<failure>& trouble);
  std::string trouble();
  /// Remembers for good that the file is damaged; an examination that finds nothing forgets it.
  void note_damage(std::string what);
  std::string damage();

 private:
  std::mutex mutex_;
  std::string trouble_, damage_;
};

enum class role {
  reader,
  quick_reader,  ///< does not wait for locks
  writer
};

/// Sets up a connection for its role.
std::optional<failure> prepare_connection(const handle& db, role r);

/// Opens the file at its first use, and again after a failed attempt.
class sqlite_connection final : public db::connection {
 public:
  sqlite_connection(std::shared_ptr<shared> s, role r) : shared_(std::move(s)), role_(r) {}

  outcome<db::row_set> read(const db::operation& what) override;
  std::vector<outcome<db::row_set>> read_together(std::span<const db::operation* const> what) override;
  std::vector<outcome<db::unit_result>> write(std::span<const db::transact* const> units) override;

 private:
  using results = std::vector<outcome<db::unit_result>>;
  std::optional<failure> ready();
  /// Why what is written would not be found again.
  std::optional<failure> misplaced() const;
  bool step(statement_ptr& s, const char* sql);
  outcome<db::unit_result> run_operations(const db::transact& unit);
  /// The same in a savepoint, so that a failure takes nothing but the unit with it.
  outcome<db::unit_result> run_apart(const db::transact& unit);
  static int out_of_time(void* self);

  std::shared_ptr<shared> shared_;
  role role_;
  std::optional<handle> db_;
  std::optional<statements> statements_;
  std::optional<std::pair<dev_t, ino_t>> file_;  // that was opened
  statement_ptr begin_, end_;                    // of a transaction that reads
  std::chrono::steady_clock::time_point ends_{};
};

}  // namespace fm::sqlite

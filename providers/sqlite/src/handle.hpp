#pragma once
// An open SQLite connection.
#include <fm/actors/context.hpp>
#include <fm/actors/outcome.hpp>

#include <sqlite3.h>

#include <cstdint>
#include <memory>
#include <optional>
#include <string>

namespace fm::sqlite {

class handle {
 public:
  /// Opens an existing file; nothing is read yet.
  static outcome<handle> open(const std::string& path, const std::string& vfs, micros busy_timeout);

  sqlite3* get() const { return db_.get(); }
  /// Runs statements without results; nothing when all went well.
  std::optional<failure> exec(const std::string& sql) const;
  /// The first cell of the first row as a number, 0 without a row.
  outcome<std::int64_t> number(const std::string& sql) const;
  outcome<std::string> text(const std::string& sql) const;
  bool in_transaction() const { return sqlite3_get_autocommit(db_.get()) == 0; }
  /// Closing it does not copy the write-ahead log into the file.
  void leave_alone() const { sqlite3_db_config(db_.get(), SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, nullptr); }

 private:
  struct close {
    void operator()(sqlite3* db) const { sqlite3_close_v2(db); }
  };
  explicit handle(sqlite3* db) : db_(db) {}
  std::unique_ptr<sqlite3, close> db_;
};

struct finalize {
  void operator()(sqlite3_stmt* s) const { sqlite3_finalize(s); }
};
using statement_ptr = std::unique_ptr<sqlite3_stmt, finalize>;

}  // namespace fm::sqlite

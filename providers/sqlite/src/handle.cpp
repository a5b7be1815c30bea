#include "handle.hpp"

#include "checksum_vfs.hpp"
#include "error.hpp"
#include "instr.hpp"

namespace fm::sqlite {

namespace {

/// A statement that is asked for one cell.
template <class Read>
auto first_cell(sqlite3* db, const std::string& sql, Read read) -> outcome<decltype(read(nullptr))> {
  sqlite3_stmt* raw = nullptr;
  if (sqlite3_prepare_v2(db, sql.c_str(), -1, &raw, nullptr) != SQLITE_OK) return last_error(db);
  statement_ptr statement(raw);
  auto rc = sqlite3_step(raw);
  if (rc != SQLITE_ROW && rc != SQLITE_DONE) return last_error(db);
  return read(rc == SQLITE_ROW ? raw : nullptr);
}

}  // namespace

outcome<handle> handle::open(const std::string& path, const std::string& vfs, micros busy_timeout) {
  const auto summed = checksummed(vfs);
  if (summed.empty()) return fail(ec::internal, "SQLite has no file system named '" + vfs + "'");
  sqlite3* raw = nullptr;
  auto rc =
      sqlite3_open_v2(path.c_str(), &raw, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE,
                      summed.c_str());
  handle opened(raw);
  if (!raw) return fail(ec::unavailable, "no memory to open the database");
  if (rc != SQLITE_OK || !add_instr(raw)) return last_error(raw);
  sqlite3_busy_timeout(raw, static_cast<int>(busy_timeout / millisecond));
  return opened;
}

std::optional<failure> handle::exec(const std::string& sql) const {
  if (sqlite3_exec(db_.get(), sql.c_str(), nullptr, nullptr, nullptr) == SQLITE_OK) return std::nullopt;
  return last_error(db_.get());
}

outcome<std::int64_t> handle::number(const std::string& sql) const {
  return first_cell(get(), sql, [](sqlite3_stmt* s) {
    return static_cast<std::int64_t>(s ? sqlite3_column_int64(s, 0) : 0);
  });
}

outcome<std::string> handle::text(const std::string& sql) const {
  return first_cell(get(), sql, [](sqlite3_stmt* s) {
    auto* cell = s ? sqlite3_column_text(s, 0) : nullptr;
    return std::string(cell ? reinterpret_cast<const char*>(cell) : "");
  });
}

}  // namespace fm::sqlite

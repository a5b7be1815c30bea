#include "error.hpp"

#include <cerrno>
#include <string>
#include <string_view>

namespace fm::sqlite {

namespace {

failure constraint(int code, std::string_view text) {
  if (code == SQLITE_CONSTRAINT_FOREIGNKEY) return fail(ec::conflict);
  if (code == SQLITE_CONSTRAINT_UNIQUE || code == SQLITE_CONSTRAINT_PRIMARYKEY ||
      code == SQLITE_CONSTRAINT_ROWID) {
    constexpr std::string_view before = "failed: ";  // UNIQUE constraint failed: users.email
    auto at = text.find(before);
    return fail(ec::conflict, std::string(at == text.npos ? text : text.substr(at + before.size())));
  }
  return fail(ec::internal, "the database refused a row: " + std::string(text));
}

}  // namespace

bool is_damage(int code) {
  auto primary = code & 0xff;
  return code == SQLITE_IOERR_DATA || primary == SQLITE_NOTADB || primary == SQLITE_CORRUPT;
}

failure last_error(sqlite3* db) {
  int code = sqlite3_extended_errcode(db);
  std::string text = sqlite3_errmsg(db);
  auto no_room = [db] {
    auto e = sqlite3_system_errno(db);
    return e == ENOSPC || e == EDQUOT;
  };
  switch (code & 0xff) {
    case SQLITE_CONSTRAINT:
      return constraint(code, text);
    case SQLITE_FULL:
      return fail(ec::storage_full, "the disk of the database is full");
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
      return fail(ec::unavailable, "the database is locked by another program; try again", 1);
    case SQLITE_INTERRUPT:
      return fail(ec::timeout, "the database took too long to answer");
    case SQLITE_TOOBIG:
      return fail(ec::too_large, "a value is too large for the database");
    case SQLITE_IOERR:
      if (code == SQLITE_IOERR_DATA)
        return fail(
            ec::unavailable,
            "the database file is damaged: a page is not as it was written; see the log and faultmaven "
            "doctor");
      if (no_room()) return fail(ec::storage_full, "the disk of the database is full");
      [[fallthrough]];
    case SQLITE_CANTOPEN:
    case SQLITE_READONLY:
    case SQLITE_PERM:
    case SQLITE_NOMEM:
      return fail(ec::unavailable, "the database cannot be read or written: " + text);
    case SQLITE_NOTADB:
    case SQLITE_CORRUPT:
      return fail(ec::unavailable, "the database file is damaged: " + text);
    default:
      return fail(ec::internal, "the database failed: " + text);
  }
}

}  // namespace fm::sqlite

#include "migrations.hpp"

#include "error.hpp"

#include <fm/actors/clock.hpp>
#include <fm/sql/dialect.hpp>

#include <algorithm>
#include <map>
#include <string_view>
#include <utility>

namespace fm::sqlite {

namespace {

constexpr const char* make_table =
    "create table if not exists schema_migrations (module text not null, number integer not null,"
    " applied_at integer not null, primary key (module, number))";

/// The highest number of each module.
using numbers = std::map<std::string, int, std::less<>>;

numbers known_numbers(const std::vector<db::schema>& schemas) {
  numbers out;
  for (const auto& s : schemas)
    for (const auto& m : s.migrations) {
      auto& highest = out[std::string(m.module)];
      highest = std::max(highest, m.number);
    }
  return out;
}

outcome<numbers> applied_numbers(const handle& db) {
  numbers out;
  sqlite3_stmt* raw = nullptr;
  if (sqlite3_prepare_v2(db.get(), "select module, max(number) from schema_migrations group by module", -1,
                         &raw, nullptr) != SQLITE_OK)
    return last_error(db.get());
  statement_ptr statement(raw);
  int rc;
  while ((rc = sqlite3_step(raw)) == SQLITE_ROW)
    out[reinterpret_cast<const char*>(sqlite3_column_text(raw, 0))] = sqlite3_column_int(raw, 1);
  if (rc != SQLITE_DONE) return last_error(db.get());
  return out;
}

std::optional<failure> record(const handle& db, const db::migration& m) {
  sqlite3_stmt* raw = nullptr;
  if (sqlite3_prepare_v2(db.get(), "insert into schema_migrations values (?1, ?2, ?3)", -1, &raw, nullptr) !=
      SQLITE_OK)
    return last_error(db.get());
  statement_ptr statement(raw);
  sqlite3_bind_text(raw, 1, m.module.data(), static_cast<int>(m.module.size()), SQLITE_STATIC);
  sqlite3_bind_int(raw, 2, m.number);
  sqlite3_bind_int64(raw, 3, actors::wall_clock());
  if (sqlite3_step(raw) != SQLITE_DONE) return last_error(db.get());
  return std::nullopt;
}

std::optional<failure> apply(const handle& db, const db::migration& m) {
  auto why = db.exec(sql::for_sqlite(m.sql));
  if (!why) why = record(db, m);
  if (why)
    why->text = "migration " + std::to_string(m.number) + " of " + std::string(m.module) + ": " + why->text;
  return why;
}

/// What the file lacks, in order; or why it cannot be brought to this program's schema.
outcome<std::vector<const db::migration*>> lacking(const numbers& applied, const std::string& path,
                                                   const std::vector<db::schema>& schemas) {
  auto known = known_numbers(schemas);
  for (const auto& [module, number] : applied) {
    auto mine = known.find(module);
    if (mine == known.end() || mine->second < number)
      return fail(ec::invalid, path + " was written by a newer version of this program (it has schema " +
                                   std::to_string(number) + " of " + module + ", this program knows " +
                                   (mine == known.end() ? "none" : std::to_string(mine->second)) +
                                   "); start that version, or restore a backup");
  }
  std::vector<const db::migration*> out;
  for (const auto& s : schemas) {
    auto done = applied;
    for (const auto& m : s.migrations) {
      auto& last = done[std::string(m.module)];
      if (m.number <= last) continue;
      if (m.number != last + 1)
        return fail(ec::internal, "the migrations of " + std::string(m.module) + " are not numbered 1, 2, 3");
      last = m.number;
      out.push_back(&m);
    }
  }
  return out;
}

outcome<done> migrate_inside(const handle& db, const std::string& path,
                             const std::vector<db::schema>& schemas, bool may_change) {
  if (auto why = db.exec(make_table)) return *why;
  auto applied = applied_numbers(db);
  if (!applied) return applied.error();
  auto todo = lacking(*applied, path, schemas);
  if (!todo) return todo.error();
  if (!todo->empty() && !may_change)
    return fail(ec::invalid, path +
                                 " was written by an older version of this program and has to be brought up "
                                 "to date by starting the server first");
  for (const auto* m : *todo)
    if (auto why = apply(db, *m)) return *why;
  return done{};
}

}  // namespace

outcome<done> migrate(const handle& db, const std::string& path, const std::vector<db::schema>& schemas,
                      bool may_change) {
  if (auto why = db.exec("begin immediate")) return *why;
  auto r = migrate_inside(db, path, schemas, may_change);
  if (r)
    if (auto why = db.exec("commit")) r = *why;
  if (!r && db.in_transaction()) db.exec("rollback");
  return r;
}

}  // namespace fm::sqlite

#include "statements.hpp"

#include "error.hpp"

#include <fm/sql/dialect.hpp>

#include <cstddef>
#include <utility>

namespace fm::sqlite {

namespace {

using db::value;
using db::value_type;

/// The bytes stay where they are until the statement is reset.
void bind(sqlite3_stmt* s, int at, const value& v) {
  switch (v.type) {
    case value_type::null:
      sqlite3_bind_null(s, at);
      return;
    case value_type::integer:
      sqlite3_bind_int64(s, at, v.integer);
      return;
    case value_type::real:
      sqlite3_bind_double(s, at, v.real);
      return;
    case value_type::text:
      sqlite3_bind_text64(s, at, v.bytes.data(), v.bytes.size(), SQLITE_STATIC, SQLITE_UTF8);
      return;
    case value_type::blob:
      sqlite3_bind_blob64(s, at, v.bytes.data(), v.bytes.size(), SQLITE_STATIC);
      return;
  }
}

value cell(sqlite3_stmt* s, int at) {
  switch (sqlite3_column_type(s, at)) {
    case SQLITE_INTEGER:
      return {static_cast<std::int64_t>(sqlite3_column_int64(s, at))};
    case SQLITE_FLOAT:
      return {sqlite3_column_double(s, at)};
    case SQLITE_NULL:
      return {};
    default:
      break;
  }
  bool is_text = sqlite3_column_type(s, at) == SQLITE_TEXT;
  auto* data = is_text ? sqlite3_column_text(s, at) : sqlite3_column_blob(s, at);
  std::string bytes(static_cast<const char*>(data ? data : ""),
                    static_cast<std::size_t>(sqlite3_column_bytes(s, at)));
  return is_text ? value(std::move(bytes)) : value::blob(std::move(bytes));
}

/// Gives a statement back as it was, however its use ends.
class use {
 public:
  explicit use(sqlite3_stmt* s) : s_(s) {}
  use(const use&) = delete;
  use& operator=(const use&) = delete;
  ~use() {
    sqlite3_reset(s_);
    sqlite3_clear_bindings(s_);
  }

 private:
  sqlite3_stmt* s_;
};

std::string rows(std::int64_t n) { return std::to_string(n) + (n == 1 ? " row" : " rows"); }

}  // namespace

outcome<registry> make_registry(const std::vector<db::schema>& schemas) {
  registry out;
  for (const auto& schema : schemas)
    for (const auto& s : schema.statements) {
      spelt text{sql::for_sqlite(s.sql), std::string(sql::written_table(s.sql))};
      if (!out.emplace(std::string(s.name), std::move(text)).second)
        return fail(ec::internal, "two statements are named " + std::string(s.name));
    }
  return out;
}

outcome<statements::prepared*> statements::find(const std::string& name) {
  if (auto it = prepared_.find(name); it != prepared_.end()) return &it->second;
  auto known = known_.find(name);
  if (known == known_.end()) return fail(ec::internal, "no statement is named " + name);
  sqlite3_stmt* raw = nullptr;
  const auto& sql = known->second.sql;
  if (sqlite3_prepare_v3(db_.get(), sql.data(), static_cast<int>(sql.size()), SQLITE_PREPARE_PERSISTENT, &raw,
                         nullptr) != SQLITE_OK) {
    auto reason = last_error(db_.get());
    return fail(reason.code, name + ": " + reason.text);
  }
  prepared p{statement_ptr(raw), &known->second};
  return &prepared_.emplace(name, std::move(p)).first->second;
}

outcome<done> statements::prepare_all() {
  for (const auto& [name, text] : known_)
    if (auto found = find(name); !found) return found.error();
  return done{};
}

/// SQLite does not say which foreign key was broken: name those that it can have been.
failure statements::why(const db::operation& what, const prepared& p) const {
  auto reason = last_error(db_.get());
  if (reason.code != ec::conflict || !reason.text.empty()) return reason;
  sqlite3_stmt* raw = nullptr;
  sqlite3_prepare_v2(db_.get(), "select \"from\" from pragma_foreign_key_list(?1) order by 1", -1, &raw,
                     nullptr);
  statement_ptr list(raw);
  const auto& table = p.text->table;
  sqlite3_bind_text(raw, 1, table.c_str(), -1, SQLITE_STATIC);
  while (sqlite3_step(raw) == SQLITE_ROW) {
    if (!reason.text.empty()) reason.text += " or ";
    reason.text += table + "." + cell(raw, 0).bytes;
  }
  if (reason.text.empty()) reason.text = what.name + ": a row of " + table + " is still referred to";
  return reason;
}

outcome<db::row_set> statements::run(const db::operation& what, bool read_only) {
  auto found = find(what.name);
  if (!found) return found.error();
  auto& p = **found;
  auto* s = p.statement.get();
  bool reads = sqlite3_stmt_readonly(s) != 0;
  if (read_only && !reads) return fail(ec::internal, what.name + " writes and was asked as a query");
  auto width = static_cast<std::size_t>(sqlite3_bind_parameter_count(s));
  if (what.params.size() != width * what.times)
    return fail(ec::internal, what.name + " takes " + std::to_string(width * what.times) +
                                  " parameters and got " + std::to_string(what.params.size()));
  db::row_set out;
  int columns = sqlite3_column_count(s);
  for (std::size_t run = 0; run < what.times; ++run) {
    use guard(s);
    for (std::size_t i = 0; i < width; ++i) bind(s, static_cast<int>(i) + 1, what.params[run * width + i]);
    int rc;
    while ((rc = sqlite3_step(s)) == SQLITE_ROW) {
      db::row row;
      row.reserve(static_cast<std::size_t>(columns));
      for (int c = 0; c < columns; ++c) row.push_back(cell(s, c));
      out.rows.push_back(std::move(row));
    }
    if (rc != SQLITE_DONE) return why(what, p);
    if (!reads) out.changed += sqlite3_changes64(db_.get());
  }
  auto count = columns > 0 ? static_cast<std::int64_t>(out.rows.size()) : out.changed;
  if (what.expect != db::any_rows && count != what.expect)
    return fail(ec::conflict, what.name + ": " + rows(count) + " instead of " + std::to_string(what.expect));
  return out;
}

}  // namespace fm::sqlite

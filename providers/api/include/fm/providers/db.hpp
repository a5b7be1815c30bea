#pragma once
// The port to the database, as messages: rows and statements by name. A module's store makes operations out
// of its own types and reads rows back; adapters run them.
//
// The SQL is what SQLite and PostgreSQL both run: `$n` placeholders, integers of 64 bits (times are
// microseconds, flags 0 or 1), JSON as text, `ON CONFLICT`, `RETURNING`, NULLS LAST said out loud.
#include <fm/actors/context.hpp>
#include <fm/actors/error.hpp>
#include <fm/actors/message_list.hpp>

#include <concepts>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace fm::db {

enum class value_type : std::uint8_t { null, integer, real, text, blob };

/// One cell or parameter.
struct value {
  value_type type = value_type::null;
  std::int64_t integer = 0;
  double real = 0;
  std::string bytes;  ///< of a text (UTF-8) or a blob

  value() = default;
  template <std::integral N>
  value(N n) : type(value_type::integer), integer(static_cast<std::int64_t>(n)) {}
  value(double d) : type(value_type::real), real(d) {}
  value(std::string text) : type(value_type::text), bytes(std::move(text)) {}
  value(std::string_view text) : value(std::string(text)) {}
  value(const char* text) : value(std::string(text)) {}
  static value blob(std::string data) {
    value v(std::move(data));
    v.type = value_type::blob;
    return v;
  }
  /// Null for the empty string, else the text.
  static value text_or_null(std::string text) { return text.empty() ? value() : value(std::move(text)); }
  bool is_null() const { return type == value_type::null; }
  bool operator==(const value&) const = default;
};
/// Its constructors keep it from being described by its declaration alone.
template <class Inspector>
auto inspect(Inspector& f, value& x) {
  return f(x.type, x.integer, x.real, x.bytes);
}

/// A statement that a store has registered: `name` is "module.verb_noun", unique in the program.
struct statement {
  std::string_view name;
  std::string_view sql;
};

/// A step of a module's schema; numbers of a module begin at 1 and are never changed or reordered.
struct migration {
  std::string_view module;
  int number = 0;
  std::string_view sql;  ///< statements, each ended by a semicolon
};

/// Everything that one module keeps in the database.
struct schema {
  std::vector<migration> migrations;
  std::vector<statement> statements;
};

/// What an operation expects of the number of rows that it changed or returned.
inline constexpr std::int64_t any_rows = -1;

/// A registered statement with its parameters. With `times` > 1 it runs that often, each time with the next
/// `params.size() / times` parameters; its rows and changes are those of all runs.
struct operation {
  std::string name;
  std::vector<value> params;
  std::int64_t expect = any_rows;  ///< otherwise the unit fails with `conflict` on any other number
  std::uint32_t times = 1;
};

using row = std::vector<value>;

/// What one operation gave back.
struct row_set {
  std::vector<row> rows;
  std::int64_t changed = 0;  ///< rows inserted, updated or deleted
};

/// What the operations of a unit gave back, in their order.
struct unit_result {
  std::vector<row_set> sets;
};

/// Reads with one statement from committed data. Fails with `unavailable` when the database does not answer.
struct query {
  using reply_type = row_set;
  static constexpr auto timeout = 10 * second;
  operation read;
};

/// The same for a few rows found by their key, which the thread that asks may read itself where the database
/// lies beside the program. Fails with `unavailable` rather than wait: `look_up` then asks a reader.
struct lookup {
  using reply_type = row_set;
  static constexpr auto timeout = 10 * second;
  operation read;
};

/// Runs all operations or none, in order and alone; the answer comes after they are durable. Fails with
/// `conflict` when a unique or foreign key or an expectation is broken (the text names it, e.g.
/// "users.email"), `storage_full` when there is no room, `unavailable` when the commit did not succeed.
struct transact {
  using reply_type = unit_result;
  static constexpr auto timeout = 20 * second;
  std::vector<operation> unit;
};

/// Whether a unit that failed with this code has certainly changed nothing. After any other it may still come
/// to be: nobody knows whether it was committed.
constexpr bool surely_not_committed(ec code) {
  return code == ec::conflict || code == ec::storage_full || code == ec::invalid || code == ec::busy;
}

using messages = message_list<row_set, unit_result, query, lookup, transact>;
template <class T>
requires listed<T, messages> messages message_list_of(const T*);

}  // namespace fm::db

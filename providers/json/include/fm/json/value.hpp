#pragma once
// A JSON value of our own, so that RapidJSON is included by one target only.
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace fm::json {

class value;
using array = std::vector<value>;
using member = std::pair<std::string, value>;
/// Members in the order of the text; names are unique.
using object = std::vector<member>;

/// One JSON value (RFC 8259). Integers that fit stay integers; other numbers are doubles.
class value {
 public:
  value() = default;
  value(std::nullptr_t) {}
  value(bool b) : v_(b) {}
  value(std::int64_t i) : v_(i) {}
  value(std::uint64_t u) : v_(u) {}
  value(int i) : v_(std::int64_t{i}) {}
  value(double d) : v_(d) {}
  value(std::string s) : v_(std::move(s)) {}
  value(std::string_view s) : v_(std::string(s)) {}
  value(const char* s) : v_(std::string(s)) {}
  value(array a) : v_(std::move(a)) {}
  value(object o) : v_(std::move(o)) {}

  bool is_null() const { return v_.index() == 0; }
  const bool* as_bool() const { return std::get_if<bool>(&v_); }
  const std::string* as_string() const { return std::get_if<std::string>(&v_); }
  const array* as_array() const { return std::get_if<array>(&v_); }
  const object* as_object() const { return std::get_if<object>(&v_); }
  array* as_array() { return std::get_if<array>(&v_); }
  object* as_object() { return std::get_if<object>(&v_); }
  bool is_number() const { return v_.index() == 2 || v_.index() == 3 || v_.index() == 4; }
  /// The number as a double; 0 when this is not a number.
  double number() const;
  /// True when this is an integer that fits; writes it to `out`.
  bool integer(std::int64_t& out) const;

  /// The member of that name, or nullptr when this is no object or has none.
  const value* find(std::string_view name) const;
  /// Appends a member; turns null into an object. The caller keeps names unique.
  value& set(std::string name, value v);
  /// Appends an element; turns null into an array.
  value& push(value v);

  bool operator==(const value&) const = default;

 private:
  friend class writer;
  std::variant<std::monostate, bool, std::int64_t, std::uint64_t, double, std::string, array, object> v_;
};

/// Bounds of the reader: a hostile text costs no more than these.
struct limits {
  std::size_t depth = 64;         ///< nested arrays and objects
  std::size_t bytes = 16u << 20;  ///< length of the text
};

/// What was read, or why not (`error` is empty on success) and at which byte.
struct parsed {
  value root;
  std::string error;
  std::size_t offset = 0;
  explicit operator bool() const { return error.empty(); }
};

/// Reads one JSON text: strict RFC 8259, valid UTF-8, no duplicate names, within `max`.
parsed parse(std::string_view text, const limits& max = {});

/// The compact text of a value; with `pretty` indented by two blanks.
std::string write(const value& v, bool pretty = false);

}  // namespace fm::json

#pragma once
// Reads what a client sent, strictly: no coercion, unknown fields ignored, every finding collected.
#include <fm/http/problem.hpp>
#include <fm/http/request.hpp>
#include <fm/json/value.hpp>

#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace fm::http {

/// Bounds of a text, in characters (code points).
struct text_rule {
  bool required = false;
  std::size_t min = 0;
  std::size_t max = 1'000'000;
  bool nullable = true;  ///< null is the same as absent
};
struct integer_rule {
  bool required = false;
  std::int64_t min = std::numeric_limits<std::int64_t>::min();
  std::int64_t max = std::numeric_limits<std::int64_t>::max();
  bool nullable = true;
};
struct number_rule {
  bool required = false;
  double min = std::numeric_limits<double>::lowest();
  double max = std::numeric_limits<double>::max();
  bool nullable = true;
};

/// A JSON object, usually the body. Below `/api/v1` null is the same as absent, whatever a rule says. Each
/// reading function gives the value, or nothing when it is absent, null or wrong; what is wrong is an issue.
class fields {
 public:
  /// The body of a request: a JSON object within bounds, or issues. An empty body is an empty object where
  /// `may_be_empty`.
  explicit fields(const request& r, bool may_be_empty = false);
  /// An object inside of another one.
  fields(const json::value& object, std::vector<std::string> loc, std::vector<issue>& issues);

  std::optional<std::string> text(std::string_view name, const text_rule& rule = {});
  /// One of some words; anything else is an issue that lists them.
  std::optional<std::string> word(std::string_view name, std::span<const std::string_view> words,
                                  bool required = false);
  std::optional<std::int64_t> integer(std::string_view name, const integer_rule& rule = {});
  std::optional<double> number(std::string_view name, const number_rule& rule = {});
  std::optional<bool> flag(std::string_view name, bool required = false);
  std::optional<std::vector<std::string>> texts(std::string_view name, std::size_t most = 100,
                                                std::size_t longest = 1'000);
  /// A free object, given back as compact JSON text; null and absent are nothing.
  std::optional<std::string> object(std::string_view name, std::size_t most_bytes = 1u << 20);
  /// Every other field is an issue.
  void only(std::span<const std::string_view> names);
  const json::value* raw(std::string_view name) const;
  bool has(std::string_view name) const { return raw(name) != nullptr; }

  void add(std::string type, std::string_view name, std::string msg);
  bool ok() const { return issues().empty(); }
  const std::vector<issue>& issues() const { return shared_ ? *shared_ : own_; }

 private:
  /// The value unless it counts as absent, which is an issue where it is required.
  const json::value* present(std::string_view name, bool required, bool nullable);

  json::value root_;
  std::vector<std::string> loc_{"body"};
  std::vector<issue> own_;
  std::vector<issue>* shared_ = nullptr;
  bool null_is_absent_ = false;  ///< everywhere, whatever a rule says
};

/// The query of a request, in the same way ("loc" begins with "query").
class query_fields {
 public:
  explicit query_fields(const request& r) : request_(r) {}
  std::optional<std::string> text(std::string_view name, const text_rule& rule = {});
  std::optional<std::string> word(std::string_view name, std::span<const std::string_view> words);
  std::optional<std::int64_t> integer(std::string_view name, const integer_rule& rule = {});
  std::optional<bool> flag(std::string_view name);
  bool ok() const { return issues_.empty(); }
  const std::vector<issue>& issues() const { return issues_; }

 private:
  const request& request_;
  std::vector<issue> issues_;
};

/// The text fields of a form ("loc" begins with "body").
class form_fields {
 public:
  explicit form_fields(const request& r) : request_(r) {}
  std::optional<std::string> text(std::string_view name, const text_rule& rule = {});
  std::optional<std::string> word(std::string_view name, std::span<const std::string_view> words);
  /// The file of that name; its absence is an issue.
  const form_part* file(std::string_view name);
  void add(std::string type, std::string_view name, std::string msg);
  bool ok() const { return issues_.empty(); }
  const std::vector<issue>& issues() const { return issues_; }

 private:
  const request& request_;
  std::vector<issue> issues_;
};

/// RFC 3339 in UTC with microseconds and Z.
std::string time_text(micros t);
/// The same as a JSON value; null for 0.
json::value time_or_null(micros t);
/// A date or a date and time of ISO 8601 as microseconds since 1970, in UTC where it names no zone; nothing
/// when it is none.
std::optional<micros> read_time(std::string_view text);
/// Whether a text is a UUID in its canonical form (any version); other ids name no object.
bool is_uuid(std::string_view text);

}  // namespace fm::http

#pragma once
// Whether a line holds what somebody looks for.
#include <fm/evidence/messages.hpp>

#include <memory>
#include <string>
#include <string_view>

namespace re2 {
class RE2;
}

namespace fm::evidence {

/// Where in a line the match stands.
struct match_place {
  std::size_t at = 0;
  std::size_t length = 0;
};

/// A query that is compiled once and tried on many lines; time and memory are linear whatever the query.
class line_test {
 public:
  static constexpr std::size_t longest_query = 1'000;  ///< in bytes

  line_test(query_kind kind, std::string_view query);
  ~line_test();
  line_test(line_test&&) noexcept;
  line_test& operator=(line_test&&) = delete;

  /// Why the query cannot be used, as a sentence with RE2's own reason; empty when it can.
  const std::string& error() const { return error_; }
  /// Whether the line holds it; `place` is where.
  bool holds(std::string_view line, match_place& place) const;

 private:
  std::unique_ptr<re2::RE2> form_;  // null when every line passes, or with `error_`
  std::string error_;
};

}  // namespace fm::evidence

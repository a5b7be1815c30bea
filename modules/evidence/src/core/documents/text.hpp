#pragma once
// Small pure text functions that the document readers share.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace fm::evidence {

std::string_view trim(std::string_view s);
std::string_view trim_right(std::string_view s);
std::string lower(std::string_view s);
/// Finds `needle` (given in lower case) in `s` without regard to ASCII case; npos when absent.
std::size_t find_nocase(std::string_view s, std::string_view needle, std::size_t from = 0);
inline bool has_nocase(std::string_view s, std::string_view needle) {
  return find_nocase(s, needle) != std::string_view::npos;
}
inline bool has(std::string_view s, std::string_view needle) {
  return s.find(needle) != std::string_view::npos;
}
/// Whether one of the words of a list stands in `s`; empty ones do not count.
template <class List>
bool has_one(std::string_view s, const List& words) {
  return std::any_of(words.begin(), words.end(),
                     [&](std::string_view word) { return !word.empty() && has(s, word); });
}
bool equal_nocase(std::string_view a, std::string_view b);
bool all_digits(std::string_view s);
inline bool is_digit(char c) { return c >= '0' && c <= '9'; }
inline bool is_upper(char c) { return c >= 'A' && c <= 'Z'; }
inline bool is_lower(char c) { return c >= 'a' && c <= 'z'; }
inline bool is_alpha(char c) { return is_upper(c) || is_lower(c); }
inline bool is_blank(char c) { return c == ' ' || c == '\t'; }

/// The part after the first `mark`, or the empty text.
std::string_view after(std::string_view s, std::string_view mark);
/// The part before the first `mark`, or all of `s`.
std::string_view before(std::string_view s, std::string_view mark);
/// The text in double quotes that follows the first `mark`, or the empty text.
std::string_view quoted_after(std::string_view s, std::string_view mark);
/// The word (up to a blank, comma, quote or bracket) that follows the first `mark`, or the empty text.
std::string_view word_after(std::string_view s, std::string_view mark);

/// Words separated by blanks or tabs.
std::vector<std::string_view> split_words(std::string_view s);
/// Cells separated by two or more blanks, or by tabs.
std::vector<std::string_view> split_cells(std::string_view s);
std::vector<std::string_view> split(std::string_view s, char separator);

/// A whole number without sign, at most 18 digits.
std::optional<std::int64_t> parse_count(std::string_view s);
/// `n/m` of whole numbers.
struct ratio {
  std::int64_t part = 0;
  std::int64_t whole = 0;
};
std::optional<ratio> parse_ratio(std::string_view s);
/// Seconds of an age as kubectl prints it (`47s`, `6m40s`, `3h2m`, `36d`, `2y10d`).
std::optional<std::int64_t> parse_age(std::string_view s);
/// A Kubernetes quantity (`500m`, `1.5Gi`, `100M`, `2`) in units of one (cores, bytes).
std::optional<double> parse_quantity(std::string_view s);

/// Levenshtein distance, or `bound` + 1 when it is larger; texts beyond 64 bytes count as different.
std::size_t edit_distance(std::string_view a, std::string_view b, std::size_t bound);
/// True when one name is easily mistaken for the other: few edits apart, or one begins or ends with the
/// other.
bool near_names(std::string_view a, std::string_view b);

/// The lines of a text, 1-based, without their ends; what exceeds the bounds is left out.
class text_lines {
 public:
  static constexpr std::size_t max_bytes = 16u << 20;
  static constexpr std::size_t max_lines = 1'000'000;
  explicit text_lines(std::string_view text);
  std::uint64_t count() const { return starts_.size(); }
  /// The line of that number; the empty text when there is none.
  std::string_view at(std::uint64_t line) const;
  /// The text as far as it is read.
  std::string_view text() const { return text_; }
  bool cut() const { return cut_; }

 private:
  std::string_view text_;
  std::vector<std::uint32_t> starts_;
  bool cut_ = false;
};

}  // namespace fm::evidence

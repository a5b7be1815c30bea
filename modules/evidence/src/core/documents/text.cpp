#include "documents/text.hpp"

#include <fm/budget/checkpoint.hpp>

#include <algorithm>
#include <array>
#include <cmath>

namespace fm::evidence {
namespace {

char low(char c) { return is_upper(c) ? static_cast<char>(c - 'A' + 'a') : c; }

}  // namespace

std::string_view trim_right(std::string_view s) {
  while (!s.empty() && (is_blank(s.back()) || s.back() == '\r' || s.back() == '\n')) s.remove_suffix(1);
  return s;
}

std::string_view trim(std::string_view s) {
  while (!s.empty() && (is_blank(s.front()) || s.front() == '\r' || s.front() == '\n')) s.remove_prefix(1);
  return trim_right(s);
}

std::string lower(std::string_view s) {
  std::string out(s);
  for (auto& c : out) c = low(c);
  return out;
}

std::size_t find_nocase(std::string_view s, std::string_view needle, std::size_t from) {
  if (from > s.size()) return std::string_view::npos;
  const auto at = std::search(s.begin() + static_cast<std::ptrdiff_t>(from), s.end(), needle.begin(),
                              needle.end(), [](char a, char b) { return low(a) == b; });
  if (at == s.end() && !needle.empty()) return std::string_view::npos;
  return static_cast<std::size_t>(at - s.begin());
}

bool equal_nocase(std::string_view a, std::string_view b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(), [](char x, char y) { return low(x) == low(y); });
}

bool all_digits(std::string_view s) { return !s.empty() && std::all_of(s.begin(), s.end(), is_digit); }

std::string_view after(std::string_view s, std::string_view mark) {
  const auto at = s.find(mark);
  return at == std::string_view::npos ? std::string_view() : s.substr(at + mark.size());
}

std::string_view before(std::string_view s, std::string_view mark) { return s.substr(0, s.find(mark)); }

std::string_view quoted_after(std::string_view s, std::string_view mark) {
  auto rest = after(s, mark);
  const auto open = rest.find('"');
  if (open == std::string_view::npos) return {};
  rest.remove_prefix(open + 1);
  const auto close = rest.find('"');
  return close == std::string_view::npos ? std::string_view() : rest.substr(0, close);
}

std::string_view word_after(std::string_view s, std::string_view mark) {
  auto rest = after(s, mark);
  while (!rest.empty() && (is_blank(rest.front()) || rest.front() == '"')) rest.remove_prefix(1);
  return rest.substr(0, rest.find_first_of(" \t,\"()[]{};'"));
}

std::vector<std::string_view> split_words(std::string_view s) {
  std::vector<std::string_view> out;
  std::size_t i = 0;
  while (i < s.size()) {
    while (i < s.size() && is_blank(s[i])) ++i;
    const auto start = i;
    while (i < s.size() && !is_blank(s[i])) ++i;
    if (i > start) out.push_back(s.substr(start, i - start));
  }
  return out;
}

std::vector<std::string_view> split_cells(std::string_view s) {
  std::vector<std::string_view> out;
  std::size_t i = 0;
  while (i < s.size()) {
    while (i < s.size() && is_blank(s[i])) ++i;
    const auto start = i;
    while (i < s.size() && s[i] != '\t' && !(s[i] == ' ' && (i + 1 == s.size() || is_blank(s[i + 1])))) ++i;
    if (i > start) out.push_back(s.substr(start, i - start));
  }
  return out;
}

std::vector<std::string_view> split(std::string_view s, char separator) {
  std::vector<std::string_view> out;
  while (true) {
    const auto at = s.find(separator);
    out.push_back(s.substr(0, at));
    if (at == std::string_view::npos) return out;
    s.remove_prefix(at + 1);
  }
}

std::optional<std::int64_t> parse_count(std::string_view s) {
  if (!all_digits(s) || s.size() > 18) return std::nullopt;
  std::int64_t n = 0;
  for (char c : s) n = n * 10 + (c - '0');
  return n;
}

std::optional<ratio> parse_ratio(std::string_view s) {
  const auto slash = s.find('/');
  if (slash == std::string_view::npos) return std::nullopt;
  const auto part = parse_count(s.substr(0, slash));
  const auto whole = parse_count(s.substr(slash + 1));
  if (!part || !whole) return std::nullopt;
  return ratio{*part, *whole};
}

std::optional<std::int64_t> parse_age(std::string_view s) {
  if (s.empty() || s.size() > 24) return std::nullopt;
  std::int64_t total = 0;
  std::int64_t n = -1;
  for (char c : s) {
    if (is_digit(c)) {
      if (n > 100'000'000) return std::nullopt;
      n = (n < 0 ? 0 : n) * 10 + (c - '0');
      continue;
    }
    if (n < 0) return std::nullopt;
    switch (c) {
      case 's':
        total += n;
        break;
      case 'm':
        total += n * 60;
        break;
      case 'h':
        total += n * 3600;
        break;
      case 'd':
        total += n * 86'400;
        break;
      case 'y':
        total += n * 31'536'000;
        break;
      default:
        return std::nullopt;
    }
    n = -1;
  }
  if (n >= 0) return std::nullopt;
  return total;
}

std::optional<double> parse_quantity(std::string_view s) {
  std::size_t i = 0;
  double n = 0;
  double scale = 1;
  bool digits = false;
  bool point = false;
  for (; i < s.size() && i < 24 && (is_digit(s[i]) || (s[i] == '.' && !point)); ++i) {
    if (s[i] == '.') {
      point = true;
      continue;
    }
    digits = true;
    n = n * 10 + (s[i] - '0');
    if (point) scale *= 10;
  }
  if (!digits) return std::nullopt;
  n /= scale;
  const auto unit = s.substr(i);
  struct suffix {
    std::string_view name;
    double factor;
  };
  static constexpr std::array<suffix, 16> known{{{"", 1},
                                                 {"m", 1e-3},
                                                 {"k", 1e3},
                                                 {"K", 1e3},
                                                 {"M", 1e6},
                                                 {"G", 1e9},
                                                 {"T", 1e12},
                                                 {"P", 1e15},
                                                 {"Ki", 1024.0},
                                                 {"Mi", 1048576.0},
                                                 {"Gi", 1073741824.0},
                                                 {"Ti", 1099511627776.0},
                                                 {"Pi", 1125899906842624.0},
                                                 {"MB", 1e6},
                                                 {"GB", 1e9},
                                                 {"g", 1073741824.0}}};
  for (const auto& k : known)
    if (unit == k.name) return n * k.factor;
  return std::nullopt;
}

std::size_t edit_distance(std::string_view a, std::string_view b, std::size_t bound) {
  constexpr std::size_t longest = 64;
  if (a.size() > longest || b.size() > longest) return a == b ? 0 : bound + 1;
  if (a.size() > b.size() + bound || b.size() > a.size() + bound) return bound + 1;
  // Optimal string alignment: a swap of two neighbours counts as one edit.
  std::array<std::array<std::size_t, longest + 1>, 3> row{};
  for (std::size_t j = 0; j <= b.size(); ++j) row[0][j] = j;
  for (std::size_t i = 1; i <= a.size(); ++i) {
    auto& now = row[i % 3];
    const auto& last = row[(i - 1) % 3];
    now[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      now[j] = std::min({last[j] + 1, now[j - 1] + 1, last[j - 1] + (a[i - 1] == b[j - 1] ? 0u : 1u)});
      if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
        now[j] = std::min(now[j], row[(i - 2) % 3][j - 2] + 1);
    }
  }
  return std::min(row[a.size() % 3][b.size()], bound + 1);
}

bool near_names(std::string_view a, std::string_view b) {
  if (a.empty() || b.empty() || a == b) return false;
  const auto shorter = std::min(a.size(), b.size());
  const std::size_t bound = shorter < 4 ? 1 : shorter < 8 ? 2 : 3;
  if (edit_distance(a, b, bound) <= bound) return true;
  if (shorter >= 4 && (a.starts_with(b) || b.starts_with(a) || a.ends_with(b) || b.ends_with(a))) return true;
  // The same first words: db-credentials and db-creds-v2, app-config and app-settings.
  const auto words_a = split(a, '-');
  const auto words_b = split(b, '-');
  std::size_t same = 0;
  while (same < words_a.size() && same < words_b.size() && words_a[same] == words_b[same]) ++same;
  return same > 0 && 2 * same >= std::max(words_a.size(), words_b.size());
}

text_lines::text_lines(std::string_view text)
    : text_(text.substr(0, max_bytes)), cut_(text.size() > max_bytes) {
  std::size_t at = 0;
  while (at < text_.size()) {
    if (starts_.size() == max_lines) {
      text_ = text_.substr(0, at);
      cut_ = true;
      break;
    }
    starts_.push_back(static_cast<std::uint32_t>(at));
    const auto end = text_.find('\n', at);
    if (end == std::string_view::npos) break;
    at = end + 1;
  }
}

std::string_view text_lines::at(std::uint64_t line) const {
  budget::checkpoint();
  if (line == 0 || line > starts_.size()) return {};
  const std::size_t start = starts_[line - 1];
  const std::size_t end = line < starts_.size() ? starts_[line] : text_.size();
  auto s = text_.substr(start, end - start);
  while (!s.empty() && (s.back() == '\n' || s.back() == '\r')) s.remove_suffix(1);
  return s;
}

}  // namespace fm::evidence

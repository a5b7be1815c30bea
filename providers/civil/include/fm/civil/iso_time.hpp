#pragma once
// Times as text, back as numbers.
#include <fm/civil/civil_time.hpp>

#include <cstdint>
#include <optional>
#include <string_view>

namespace fm {

namespace iso_detail {

/// Takes exactly `count` digits off the front.
constexpr bool take_digits(std::string_view& text, std::size_t count, std::int64_t& out) {
  if (text.size() < count) return false;
  out = 0;
  for (std::size_t i = 0; i < count; ++i) {
    if (text[i] < '0' || text[i] > '9') return false;
    out = out * 10 + (text[i] - '0');
  }
  text.remove_prefix(count);
  return true;
}
constexpr bool take(std::string_view& text, char c) {
  if (text.empty() || text.front() != c) return false;
  text.remove_prefix(1);
  return true;
}

}  // namespace iso_detail

/// Microseconds since 1970 UTC of an ISO 8601 date or date and time: "2025-08-02", "2025-08-02T13:46:00.5Z",
/// "2025-08-02 13:46+02:00"; without a zone it is UTC. Digits beyond microseconds are dropped.
constexpr std::optional<std::int64_t> read_iso_time(std::string_view text) {
  using namespace iso_detail;
  std::int64_t year = 0, month = 0, day = 0, h = 0, m = 0, s = 0, fraction = 0, offset = 0;
  if (!take_digits(text, 4, year) || !take(text, '-') || !take_digits(text, 2, month) || !take(text, '-') ||
      !take_digits(text, 2, day))
    return {};
  if (month < 1 || month > 12 || day < 1 || day > days_in_month(year, static_cast<unsigned>(month)))
    return {};
  if (!text.empty()) {
    if (!take(text, 'T') && !take(text, 't') && !take(text, ' ')) return {};
    if (!take_digits(text, 2, h) || !take(text, ':') || !take_digits(text, 2, m)) return {};
    if (take(text, ':')) {
      if (!take_digits(text, 2, s)) return {};
      if (take(text, '.')) {
        std::int64_t scale = 100'000, digit = 0;
        if (!take_digits(text, 1, digit)) return {};
        do {
          fraction += digit * scale;
          scale /= 10;
        } while (take_digits(text, 1, digit));
      }
    }
    if (h > 23 || m > 59 || s > 60) return {};
    if (!take(text, 'Z') && !take(text, 'z') && !text.empty()) {
      const std::int64_t sign = text.front() == '-' ? -1 : 1;
      if (!take(text, '+') && !take(text, '-')) return {};
      std::int64_t zh = 0, zm = 0;
      if (!take_digits(text, 2, zh)) return {};
      take(text, ':');
      if (!text.empty() && !take_digits(text, 2, zm)) return {};
      if (zh > 23 || zm > 59) return {};
      offset = sign * (zh * 3600 + zm * 60);
    }
  }
  if (!text.empty()) return {};
  const auto days = days_from_civil(year, static_cast<unsigned>(month), static_cast<unsigned>(day));
  return (days * seconds_a_day + h * 3600 + m * 60 + s - offset) * 1'000'000 + fraction;
}

}  // namespace fm

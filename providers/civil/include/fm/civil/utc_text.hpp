#pragma once
// Times as text, in UTC.
#include <fm/civil/civil_time.hpp>

#include <cstdint>
#include <string>

namespace fm {

/// How many digits follow the second.
enum class fraction : std::uint8_t { as_needed, six_digits };

/// RFC 3339 with Z of microseconds since 1970-01-01: "2025-08-02T13:46:00.5Z".
inline std::string utc_text(std::int64_t t, fraction digits) {
  constexpr std::int64_t day = seconds_a_day * 1'000'000;
  auto days = t / day, rest = t % day;
  if (rest < 0) rest += day, --days;
  const auto date = civil_from_days(days);
  std::string out;
  out.reserve(28);
  auto put = [&out](std::int64_t n, int width) {
    std::string text = std::to_string(n < 0 ? -n : n);
    if (n < 0) out += '-';
    if (text.size() < static_cast<std::size_t>(width)) out.append(width - text.size(), '0');
    out += text;
  };
  put(date.year, 4);
  out += '-', put(date.month, 2), out += '-', put(date.day, 2), out += 'T';
  const auto s = rest / 1'000'000;
  put(s / 3600, 2), out += ':', put(s / 60 % 60, 2), out += ':', put(s % 60, 2);
  if (rest % 1'000'000 != 0 || digits == fraction::six_digits) {
    out += '.', put(rest % 1'000'000, 6);
    while (digits == fraction::as_needed && out.back() == '0') out.pop_back();
  }
  out += 'Z';
  return out;
}

}  // namespace fm

#include "evidence/time_formats.hpp"

#include "evidence/time_tail.hpp"
#include "fm/civil/civil_time.hpp"

#include <algorithm>
#include <array>
#include <cstring>
#include <utility>

namespace fm::evidence {
namespace {

using namespace time_reading;

struct clock_reading {
  std::size_t length = 0;
  std::int64_t seconds = 0;
};

// hh:mm:ss or h:mm:ss, with `separator` for the colons.
clock_reading read_clock(const chars& c, std::size_t at, char separator = ':') {
  const std::size_t hour_digits = c[at + 1] == separator ? 1 : 2;
  unsigned h = 0;
  unsigned m = 0;
  unsigned s = 0;
  const auto minutes = at + hour_digits + 1;
  if (!c.number(at, hour_digits, h) || c[minutes - 1] != separator || !c.number(minutes, 2, m) ||
      c[minutes + 2] != separator || !c.number(minutes + 3, 2, s) || h > 23 || m > 59 || s > 60 ||
      is_digit(c[minutes + 5]))
    return {};
  return {hour_digits + 6, static_cast<std::int64_t>(h) * 3600 + m * 60 + s};
}

unsigned month_number(const chars& c, std::size_t at) {
  static constexpr std::string_view names = "janfebmaraprmayjunjulaugsepoctnovdec";
  if (!is_letter(c[at]) || !is_letter(c[at + 1]) || !is_letter(c[at + 2])) return 0;
  const char a = static_cast<char>(c[at] | 0x20);
  const char b = static_cast<char>(c[at + 1] | 0x20);
  const char d = static_cast<char>(c[at + 2] | 0x20);
  for (unsigned m = 0; m < 12; ++m)
    if (names[m * 3] == a && names[m * 3 + 1] == b && names[m * 3 + 2] == d) return m + 1;
  return 0;
}

bool is_weekday(const chars& c, std::size_t at) {
  static constexpr std::array<std::string_view, 7> names{"Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"};
  const auto three = c.text.substr(std::min(at, c.text.size()), 3);
  return std::find(names.begin(), names.end(), three) != names.end();
}

bool plausible_date(unsigned year, unsigned month, unsigned day) {
  return year >= 1970 && year <= 2100 && month >= 1 && month <= 12 && day >= 1 &&
         day <= days_in_month(year, month);
}

// Completes a date and a clock that end at `at`; the fraction and zone follow there.
bool finish(std::string_view text, time_format format, unsigned year, unsigned month, unsigned day,
            const clock_reading& clock, std::size_t at, written_time& out) {
  if (clock.length == 0 || !plausible_date(year, month, day)) return false;
  out.format = format;
  out.seconds = days_from_civil(year, month, day) * seconds_a_day + clock.seconds;
  out.stable = at;
  read_time_tail(text, at, out);
  return true;
}

bool finish_without_year(std::string_view text, time_format format, unsigned month, unsigned day,
                         const clock_reading& clock, std::size_t at, written_time& out) {
  constexpr unsigned leap_year = 2000;
  if (clock.length == 0 || !plausible_date(leap_year, month, day)) return false;
  out.format = format;
  out.has_year = false;
  out.month = static_cast<std::uint8_t>(month);
  out.day = static_cast<std::uint8_t>(day);
  out.seconds = clock.seconds;
  out.stable = at;
  read_time_tail(text, at, out);
  return true;
}

// yyyy-mm-dd with '-', '/' or '.', then T, blank, '-' or '_', then a clock.
bool read_year_first(const chars& c, written_time& out) {
  unsigned y = 0;
  unsigned m = 0;
  unsigned d = 0;
  const char separator = c[4];
  if (!c.number(0, 4, y) || !c.number(5, 2, m) || c[7] != separator || !c.number(8, 2, d)) return false;
  const char between = c[10];
  if (between != 'T' && between != ' ' && between != '-' && between != '_' && between != 't' &&
      between != ':')
    return false;
  std::size_t at = 11;
  while (between == ' ' && c[at] == ' ' && at < 13) ++at;
  const auto clock = read_clock(c, at, between == '-' && c[13] == '.' ? '.' : ':');
  return finish(c.text, time_format::iso, y, m, d, clock, at + clock.length, out);
}

// 06:44:14 UTC 08/31/2025: month, day and year behind the clock and its zone.
void read_date_behind(const chars& c, written_time& out) {
  const auto at = out.length + 1;
  unsigned month = 0;
  unsigned day = 0;
  unsigned year = 0;
  if (c[out.length] != ' ' || c[at + 2] != '/' || c[at + 5] != '/' || !c.number(at, 2, month) ||
      !c.number(at + 3, 2, day) || !c.number(at + 6, 4, year) || is_word(c[at + 10]))
    return;
  if (month > 12) std::swap(month, day);
  if (!plausible_date(year, month, day)) return;
  out.format = time_format::slashed;
  out.has_date = out.has_year = true;
  out.seconds += days_from_civil(year, month, day) * seconds_a_day;
  out.stable = 0;
  out.length = at + 10;
}

// Formats that begin with a day or month of one or two digits.
bool read_two_digits_first(const chars& c, std::size_t width, bool day_first, written_time& out) {
  unsigned a = 0;
  unsigned b = 0;
  unsigned y = 0;
  if (!c.number(0, width, a)) return false;
  const char separator = c[width];
  if (const auto month = month_number(c, width + 1); month != 0 && !is_digit(separator)) {
    // 07/Jul/2025:05:54:40, 07 Jul 2025 05:54:40, 07-Jul-2025 05:54:40
    auto at = width + 4;
    if (c[at] != separator || !c.number(at + 1, 4, y)) return false;
    at += 5;
    if (c[at] != ':' && c[at] != ' ' && c[at] != 'T' && c[at] != ',') return false;
    const auto format = c[at] == ':' ? time_format::clf : time_format::day_month_name;
    ++at;
    while (c[at] == ' ' && at < 20) ++at;
    const auto clock = read_clock(c, at);
    return finish(c.text, format, y, month, a, clock, at + clock.length, out);
  }
  if (separator == ':') {
    const auto clock = read_clock(c, 0);
    if (clock.length == 0) return false;
    out.format = time_format::time_only;
    out.has_date = out.has_year = false;
    out.seconds = clock.seconds;
    out.stable = clock.length;
    read_time_tail(c.text, clock.length, out);
    read_date_behind(c, out);
    return true;
  }
  if (separator != '/' && separator != '-' && separator != '.') return false;
  const auto second = c.digits(width + 1, 2);
  if (second == 0 || !c.number(width + 1, second, b)) return false;
  auto at = width + 1 + second;
  if (c[at] == ' ' || (c[at] == 'T' && is_digit(c[at + 1]))) {
    const auto clock = read_clock(c, at + 1);
    return finish_without_year(c.text, time_format::month_day, a, b, clock, at + 1 + clock.length, out);
  }
  if (c[at] != separator) return false;
  const auto year_digits = c.digits(at + 1, 5);
  if ((year_digits != 4 && year_digits != 2) || !c.number(at + 1, year_digits, y)) return false;
  at += 1 + year_digits;
  if (c[at] == ',') ++at;
  if (c[at] != ' ' && c[at] != ':' && c[at] != 'T' && c[at] != '-') return false;
  ++at;
  const auto clock = read_clock(c, at);
  at += clock.length;
  if (year_digits == 2) {
    // 17/06/09 is year, month, day; a middle number that can be no month makes it month, day, year.
    if (b <= 12) return finish(c.text, time_format::short_year, 2000 + a, b, y, clock, at, out);
    return finish(c.text, time_format::short_year, 2000 + y, a, b, clock, at, out);
  }
  const bool day_is_first = a > 12 || (b <= 12 && (day_first || separator != '/'));
  out.ambiguous_order = a <= 12 && b <= 12 && separator == '/';
  return finish(c.text, time_format::slashed, y, day_is_first ? b : a, day_is_first ? a : b, clock, at, out);
}

// 081109 203518, 070823 21:00:32
bool read_six_digits(const chars& c, written_time& out) {
  unsigned y = 0;
  unsigned m = 0;
  unsigned d = 0;
  if (c[6] != ' ' || !c.number(0, 2, y) || !c.number(2, 2, m) || !c.number(4, 2, d)) return false;
  std::size_t at = c[7] == ' ' ? 8 : 7;
  clock_reading clock = read_clock(c, at);
  if (clock.length == 0) {
    unsigned hms = 0;
    if (c.digits(at, 7) != 6 || !c.number(at, 6, hms)) return false;
    const unsigned h = hms / 10000;
    const unsigned min = hms / 100 % 100;
    const unsigned s = hms % 100;
    if (h > 23 || min > 59 || s > 60) return false;
    clock = {6, static_cast<std::int64_t>(h) * 3600 + min * 60 + s};
  }
  return finish(c.text, time_format::compact, 2000 + y, m, d, clock, at + clock.length, out);
}

// 20171223-22:15:29:606, 20250707T055440Z, 20250707 05:54:40
bool read_eight_digits(const chars& c, written_time& out) {
  unsigned y = 0;
  unsigned m = 0;
  unsigned d = 0;
  if (!c.number(0, 4, y) || !c.number(4, 2, m) || !c.number(6, 2, d)) return false;
  if (c[8] != '-' && c[8] != ' ' && c[8] != 'T' && c[8] != '_') return false;
  clock_reading clock = read_clock(c, 9);
  if (clock.length == 0) {
    // HealthApp writes the clock without leading zeros: 20171224-0:7:20:444.
    std::size_t at = 9;
    std::array<unsigned, 3> part{};
    const bool together = c.digits(9, 7) == 6;
    for (std::size_t i = 0; i < 3; ++i) {
      const auto width = together ? 2 : c.digits(at, 3);
      if (width == 0 || width > 2 || !c.number(at, width, part[i])) return false;
      at += width;
      if (i < 2 && !together && c[at++] != ':') return false;
    }
    if (part[0] > 23 || part[1] > 59 || part[2] > 60) return false;
    clock = {at - 9, static_cast<std::int64_t>(part[0]) * 3600 + part[1] * 60 + part[2]};
  }
  return finish(c.text, time_format::compact, y, m, d, clock, 9 + clock.length, out);
}

// Two more whole numbers behind a number: a row of counters, whose first is no time.
bool is_row_of_numbers(const chars& c, std::size_t at) {
  for (int i = 0; i < 2; ++i) {
    while (c[at] == ' ') ++at;
    const auto n = c.digits(at, 20);
    at += n;
    if (n == 0 || (c[at] != ' ' && at < c.text.size())) return false;
  }
  return true;
}

// Seconds, milli-, micro- or nanoseconds since 1970 by their number of digits; years 2001 to 2100.
bool read_epoch(const chars& c, std::size_t digits, written_time& out) {
  std::uint64_t v = 0;
  for (std::size_t i = 0; i < digits; ++i) v = v * 10 + static_cast<unsigned>(c.text[i] - '0');
  std::uint64_t unit = 1;
  for (auto d = digits; d > 10; d -= 3) unit *= 1000;
  const auto seconds = v / unit;
  if (seconds < 978'307'200 || seconds > 4'102'444'800) return false;
  out.format = time_format::epoch;
  out.zoned = true;
  out.seconds = static_cast<std::int64_t>(seconds);
  if (unit > 1) out.micros = static_cast<std::uint32_t>((v % unit) * 1'000'000 / unit);
  out.length = digits;
  if (digits == 10 && c[10] == '.' && is_digit(c[11])) {
    const bool kept_zoned = out.zoned;
    read_time_tail(c.text, 10, out);
    out.zoned = kept_zoned;
    out.offset = 0;
  }
  if (c[out.length] == ' ' && is_row_of_numbers(c, out.length)) return false;
  // `1719911923: text`: a colon ends the time when nothing touches it.
  if (c[out.length] == ':') return c[out.length + 1] == ' ';
  return !is_word(c[out.length]) && c[out.length] != '-';
}

bool read_digits_first(const chars& c, bool day_first, written_time& out) {
  switch (const auto n = c.digits(0, 20)) {
    case 1:
    case 2:
      return read_two_digits_first(c, n, day_first, out);
    case 4:
      return (c[4] == '-' || c[4] == '/' || c[4] == '.') && read_year_first(c, out);
    case 6:
      return read_six_digits(c, out);
    case 8:
      return read_eight_digits(c, out);
    case 10:
    case 13:
    case 16:
    case 19:
      return read_epoch(c, n, out);
    default:
      return false;
  }
}

// Jul  7 05:54:40, Jul 07 2025 05:54:40, Jul 07, 2025 5:54:40 AM
bool read_month_first(const chars& c, written_time& out) {
  const auto month = month_number(c, 0);
  if (month == 0 || c[3] != ' ') return false;
  std::size_t at = c[4] == ' ' ? 5 : 4;
  unsigned day = 0;
  const auto width = c.digits(at, 2);
  if (width == 0 || !c.number(at, width, day)) return false;
  at += width;
  const bool comma = c[at] == ',';
  if (comma) ++at;
  if (c[at++] != ' ') return false;
  unsigned year = 0;
  if (c.digits(at, 5) == 4 && c[at + 4] == ' ' && c.number(at, 4, year)) {
    at += 5;
    // Kibana: Mar 4, 2026 @ 07:03:20.410
    if (c[at] == '@' && c[at + 1] == ' ') at += 2;
    const auto clock = read_clock(c, at);
    return finish(c.text, time_format::rfc3164, year, month, day, clock, at + clock.length, out);
  }
  const auto clock = read_clock(c, at);
  at += clock.length;
  if (clock.length != 0 && c[at] == ' ' && c.digits(at + 1, 5) == 4 && c[at + 5] == ':' &&
      c.number(at + 1, 4, year))
    return finish(c.text, time_format::rfc3164, year, month, day, clock, at + 5, out);
  return !comma && finish_without_year(c.text, time_format::rfc3164, month, day, clock, at, out);
}

bool read_weekday_first(const chars& c, written_time& out) {
  if (!is_weekday(c, 0)) return false;
  if (c[3] == ',') {
    std::size_t at = 4;
    while (c[at] == ' ' && at < 6) ++at;
    const auto width = c.digits(at, 2);
    unsigned day = 0;
    unsigned year = 0;
    if (width == 0 || !c.number(at, width, day)) return false;
    at += width + 1;
    const auto month = month_number(c, at);
    if (month == 0 || !c.number(at + 4, 4, year) || c[at + 8] != ' ') return false;
    const auto clock = read_clock(c, at + 9);
    return finish(c.text, time_format::rfc1123, year, month, day, clock, at + 9 + clock.length, out);
  }
  const auto month = month_number(c, 4);
  if (c[3] != ' ' || month == 0 || c[7] != ' ') return false;
  std::size_t at = c[8] == ' ' ? 9 : 8;
  unsigned day = 0;
  unsigned year = 0;
  const auto width = c.digits(at, 2);
  if (width == 0 || !c.number(at, width, day)) return false;
  at += width + 1;
  // Some programs write the year before the clock.
  if (c.digits(at, 5) == 4 && c.number(at, 4, year)) {
    const auto clock = read_clock(c, at + 5);
    return finish(c.text, time_format::asctime, year, month, day, clock, at + 5 + clock.length, out);
  }
  const auto clock = read_clock(c, at);
  if (clock.length == 0) return false;
  at += clock.length;
  if (c[at] == '.') {
    const auto digits = c.digits(at + 1, 9);
    std::uint32_t fraction = 0;
    for (std::size_t i = 0; i < 6; ++i)
      fraction = fraction * 10 + (i < digits ? static_cast<unsigned>(c[at + 1 + i] - '0') : 0u);
    out.micros = fraction;
    at += 1 + digits;
  }
  if (c[at] != ' ') return false;
  ++at;
  auto zone = read_zone_offset(c, at, out);
  if (zone == 0) zone = read_zone_name(c, at, out);
  if (zone != 0 && c[at + zone] == ' ') at += zone + 1;
  if (c.digits(at, 5) != 4 || !c.number(at, 4, year) || !plausible_date(year, month, day)) return false;
  out.format = time_format::asctime;
  out.seconds = days_from_civil(year, month, day) * seconds_a_day + clock.seconds;
  out.length = at + 4;
  return true;
}

// I0711 13:23:24.123456
bool read_klog(const chars& c, written_time& out) {
  unsigned month = 0;
  unsigned day = 0;
  if (c[5] != ' ' || !c.number(1, 2, month) || !c.number(3, 2, day)) return false;
  const auto clock = read_clock(c, 6);
  return finish_without_year(c.text, time_format::klog, month, day, clock, 6 + clock.length, out);
}

}  // namespace

std::string_view name_of(time_format format) {
  switch (format) {
    case time_format::none:
      return "no time";
    case time_format::iso:
      return "ISO 8601";
    case time_format::clf:
      return "common log format";
    case time_format::rfc3164:
      return "syslog (RFC 3164)";
    case time_format::asctime:
      return "asctime";
    case time_format::rfc1123:
      return "RFC 1123";
    case time_format::klog:
      return "klog";
    case time_format::day_month_name:
      return "day and month name";
    case time_format::slashed:
      return "date with slashes or dots";
    case time_format::short_year:
      return "yy/mm/dd";
    case time_format::compact:
      return "date in digits";
    case time_format::month_day:
      return "month and day";
    case time_format::epoch:
      return "seconds since 1970";
    case time_format::time_only:
      return "time of day";
  }
  return {};
}

bool read_written_time(std::string_view text, bool day_first, written_time& out) {
  out = {};
  if (text.size() < 8) return false;
  const chars c{text};
  const char first = text[0];
  if (is_digit(first)) return read_digits_first(c, day_first, out);
  if (!is_letter(first)) return false;
  if (is_digit(text[1]))
    return (first == 'I' || first == 'W' || first == 'E' || first == 'F') && read_klog(c, out);
  if (text.size() < 14) return false;
  return read_month_first(c, out) || read_weekday_first(c, out);
}

}  // namespace fm::evidence

#include <fm/civil/civil_time.hpp>
#include <fm/civil/utc_text.hpp>
#include <fm/http/fields.hpp>

#include <charconv>

namespace fm::http {

std::string time_text(micros t) { return utc_text(t, fraction::six_digits); }

json::value time_or_null(micros t) { return t == 0 ? json::value() : json::value(time_text(t)); }

namespace {

/// Reads exactly `digits` digits off the front.
bool take(std::string_view& text, std::size_t digits, std::int64_t& out) {
  if (text.size() < digits) return false;
  const auto read = std::from_chars(text.data(), text.data() + digits, out);
  if (read.ec != std::errc() || read.ptr != text.data() + digits || text.front() == '-') return false;
  text.remove_prefix(digits);
  return true;
}
bool take(std::string_view& text, char c) {
  if (text.empty() || text.front() != c) return false;
  text.remove_prefix(1);
  return true;
}

/// "Z", "+02:00", "+0200" or nothing: minutes east of UTC.
bool take_zone(std::string_view text, std::int64_t& minutes) {
  if (text.empty() || text == "Z" || text == "z") return true;
  const bool west = text.front() == '-';
  if (!west && text.front() != '+') return false;
  text.remove_prefix(1);
  std::int64_t h = 0, m = 0;
  if (!take(text, 2, h)) return false;
  take(text, ':');
  if (!text.empty() && !take(text, 2, m)) return false;
  minutes = (west ? -1 : 1) * (h * 60 + m);
  return text.empty() && h < 24 && m < 60;
}

/// ".5": as microseconds.
std::int64_t take_fraction(std::string_view& text) {
  if (text.size() < 2 || (text.front() != '.' && text.front() != ',')) return 0;
  text.remove_prefix(1);
  std::int64_t out = 0;
  for (std::int64_t scale = 100'000; !text.empty() && text.front() >= '0' && text.front() <= '9';
       scale /= 10) {
    out += (text.front() - '0') * scale;
    text.remove_prefix(1);
  }
  return out;
}

}  // namespace

std::optional<micros> read_time(std::string_view text) {
  std::int64_t year = 0, month = 0, day = 0, h = 0, m = 0, s = 0, zone = 0;
  if (!take(text, 4, year) || !take(text, '-') || !take(text, 2, month) || !take(text, '-') ||
      !take(text, 2, day))
    return std::nullopt;
  if (month < 1 || month > 12 || day < 1 || day > days_in_month(year, static_cast<unsigned>(month)))
    return std::nullopt;
  micros rest = 0;
  if (!text.empty()) {
    if (!take(text, 'T') && !take(text, 't') && !take(text, ' ')) return std::nullopt;
    if (!take(text, 2, h) || !take(text, ':') || !take(text, 2, m)) return std::nullopt;
    if (take(text, ':') && !take(text, 2, s)) return std::nullopt;
    if (h > 23 || m > 59 || s > 60) return std::nullopt;
    rest = take_fraction(text);
    if (!take_zone(text, zone)) return std::nullopt;
  }
  const auto days = days_from_civil(year, static_cast<unsigned>(month), static_cast<unsigned>(day));
  return (days * seconds_a_day + h * 3600 + (m - zone) * 60 + s) * second + rest;
}

bool is_uuid(std::string_view text) {
  if (text.size() != 36) return false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    const bool dash = i == 8 || i == 13 || i == 18 || i == 23;
    if (dash ? c != '-' : !((c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F')))
      return false;
  }
  return true;
}

}  // namespace fm::http

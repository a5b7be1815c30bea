#include "evidence/time_tail.hpp"

#include "fm/civil/civil_time.hpp"

#include <cstdint>

namespace fm::evidence {
namespace time_reading {
namespace {

// Up to four capitals as one number.
constexpr std::uint32_t packed(std::string_view name) {
  std::uint32_t v = 0;
  for (const char c : name) v = v << 8 | static_cast<unsigned char>(c);
  return v;
}

constexpr int unknown_zone = 1 << 20;

// Minutes east of UTC of an abbreviation; `Z` alone is read with the numeric offsets.
int zone_minutes(std::string_view name) {
  switch (packed(name)) {
    case packed("UTC"):
    case packed("GMT"):
    case packed("WET"):
    case packed("Z"):
      return 0;
    case packed("CET"):
    case packed("BST"):
    case packed("WEST"):
      return 60;
    case packed("CEST"):
    case packed("EET"):
      return 120;
    case packed("EEST"):
    case packed("MSK"):
      return 180;
    case packed("IST"):
      return 330;
    case packed("SGT"):
      return 480;
    case packed("JST"):
    case packed("KST"):
      return 540;
    case packed("AEST"):
      return 600;
    case packed("AEDT"):
      return 660;
    case packed("EDT"):
      return -240;
    case packed("EST"):
    case packed("CDT"):
      return -300;
    case packed("CST"):
    case packed("MDT"):
      return -360;
    case packed("MST"):
    case packed("PDT"):
      return -420;
    case packed("PST"):
      return -480;
    default:
      return unknown_zone;
  }
}

}  // namespace

std::size_t read_zone_offset(const chars& c, std::size_t at, written_time& out) {
  if (c[at] == 'Z' || c[at] == 'z') {
    if (is_word(c[at + 1])) return 0;
    out.zoned = true;
    out.offset = 0;
    return 1;
  }
  if (c[at] != '+' && c[at] != '-') return 0;
  unsigned h = 0;
  unsigned m = 0;
  if (!c.number(at + 1, 2, h) || h > 15) return 0;
  std::size_t length = 3;
  if (c[at + 3] == ':' && c.number(at + 4, 2, m)) {
    length = 6;
  } else if (c.number(at + 3, 2, m)) {
    length = 5;
  }
  if (m > 59 || is_word(c[at + length])) return 0;
  out.zoned = true;
  out.offset = static_cast<std::int32_t>(h * 3600 + m * 60) * (c[at] == '-' ? -1 : 1);
  return length;
}

std::size_t read_zone_name(const chars& c, std::size_t at, written_time& out) {
  std::size_t n = 0;
  while (n < 6 && c[at + n] >= 'A' && c[at + n] <= 'Z') ++n;
  if (n == 0 || n > 4 || is_word(c[at + n])) return 0;
  const auto name = c.text.substr(at, n);
  const int minutes = zone_minutes(name);
  if (minutes == unknown_zone) return 0;
  out.zoned = true;
  out.offset = minutes * 60;
  out.ambiguous_zone = name == "IST";
  return n;
}

}  // namespace time_reading

void read_time_tail(std::string_view text, std::size_t at, written_time& out) {
  using namespace time_reading;
  const chars c{text};
  char next = c[at];
  if ((next == '.' || next == ',' || (next == ':' && out.format == time_format::compact)) &&
      is_digit(c[at + 1])) {
    ++at;
    std::uint32_t fraction = 0;
    std::size_t digits = 0;
    while (digits < 9 && is_digit(c[at + digits])) {
      if (digits < 6) fraction = fraction * 10 + static_cast<unsigned>(text[at + digits] - '0');
      ++digits;
    }
    at += digits;
    for (; digits < 6; ++digits) fraction *= 10;
    out.micros = fraction;
    next = c[at];
  }
  if (next == ' ' && (c[at + 1] == 'A' || c[at + 1] == 'P') && c[at + 2] == 'M' && !is_word(c[at + 3])) {
    const auto of_day = ((out.seconds % seconds_a_day) + seconds_a_day) % seconds_a_day;
    const bool twelve = of_day / 3600 == 12;
    if (c[at + 1] == 'P' && of_day / 3600 < 12) out.seconds += seconds_a_day / 2;
    if (c[at + 1] == 'A' && twelve) out.seconds -= seconds_a_day / 2;
    at += 3;
    next = c[at];
  }
  if (next == 'Z' || next == '+' || next == '-' || next == 'z') {
    at += read_zone_offset(c, at, out);
  } else if (next == ' ') {
    const char first = c[at + 1];
    std::size_t zone = 0;
    if ((first == '+' || first == '-') && is_digit(c[at + 2])) {
      zone = read_zone_offset(c, at + 1, out);
    } else if (first >= 'A' && first <= 'Z' && c[at + 2] >= 'A' && c[at + 2] <= 'Z') {
      zone = read_zone_name(c, at + 1, out);
    }
    if (zone != 0) at += zone + 1;
  }
  out.length = at;
}

}  // namespace fm::evidence

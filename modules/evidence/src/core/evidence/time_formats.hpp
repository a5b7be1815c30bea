#pragma once
// Recognises the shapes in which logs write a time, without giving a missing year or zone a meaning yet.
#include <cstdint>
#include <string_view>

namespace fm::evidence {

enum class time_format : std::uint8_t {
  none,
  iso,             ///< 2025-07-07T05:54:40.123Z, 2025/07/07 05:54:40, 2005-06-03-15.42.50.363779
  clf,             ///< 07/Jul/2025:05:54:40 +0000
  rfc3164,         ///< Jul  7 05:54:40
  asctime,         ///< Fri Jul 11 13:23:24 UTC 2025
  rfc1123,         ///< Thu, 27 Feb 2025 07:30:28 +0100
  klog,            ///< I0711 13:23:24.123456
  day_month_name,  ///< 07 Jul 2025 05:54:40.123, 07-Jul-2025 05:54:40
  slashed,         ///< 06/20/2025 10:37:30 AM, 20.06.2025 10:37:30
  short_year,      ///< 17/06/09 20:10:40
  compact,         ///< 081109 203518, 20171223-22:15:29:606, 20250707T055440Z
  month_day,       ///< 03-17 16:13:38.811, [10.30 16:49:06]
  epoch,           ///< 1719911923.123, 1719911923123
  time_only,       ///< 10:37:30.113
};

/// For people.
std::string_view name_of(time_format format);

/// A time as it is written.
struct written_time {
  time_format format = time_format::none;
  std::size_t length = 0;    ///< bytes of the text that belong to it; 0 when there is none
  std::size_t stable = 0;    ///< length of the prefix that fixes everything but fraction and zone; 0: unknown
  std::int64_t seconds = 0;  ///< local seconds since 1970; without year since January 1st of
                             ///< `placeholder_year`, without date since midnight
  std::uint32_t micros = 0;
  std::int32_t offset = 0;  ///< seconds east of UTC when `zoned`
  std::uint8_t month = 0;   ///< when the year is missing
  std::uint8_t day = 0;
  bool has_year = true;
  bool has_date = true;
  bool zoned = false;
  bool ambiguous_zone = false;   ///< an abbreviation with several meanings, e.g. IST
  bool ambiguous_order = false;  ///< both numbers of a date could be the month
};

/// Reads a time at the beginning of `text`. `day_first` is how 06/07/2025 is understood.
bool read_written_time(std::string_view text, bool day_first, written_time& out);

/// Reads the fraction and the zone that follow the seconds of `out` at `text[at]`, and sets `out.length`.
void read_time_tail(std::string_view text, std::size_t at, written_time& out);

/// True when a time can begin with that character at all.
inline bool may_begin_time(char c) { return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'W'); }

}  // namespace fm::evidence

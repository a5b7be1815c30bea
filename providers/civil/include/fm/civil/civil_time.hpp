#pragma once
// Calendar arithmetic on the proleptic Gregorian calendar.
#include <cstdint>

namespace fm {

inline constexpr std::int64_t seconds_a_day = 86'400;

/// Days from 1970-01-01 to a date. Counts years from March, so that the leap day is the last one of a year.
constexpr std::int64_t days_from_civil(std::int64_t year, unsigned month, unsigned day) {
  const std::int64_t y = month <= 2 ? year - 1 : year;
  const std::int64_t era = (y >= 0 ? y : y - 399) / 400;
  const auto year_of_era = static_cast<std::int64_t>(y - era * 400);
  const std::int64_t day_of_year =
      (153 * static_cast<std::int64_t>(month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1;
  const std::int64_t day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
  return era * 146'097 + day_of_era - 719'468;
}

struct civil_date {
  std::int64_t year;
  unsigned month;  ///< 1 is January
  unsigned day;    ///< of the month, from 1
};

/// The date of a day that is counted from 1970-01-01.
constexpr civil_date civil_from_days(std::int64_t days) {
  const std::int64_t z = days + 719'468;
  const std::int64_t era = (z >= 0 ? z : z - 146'096) / 146'097;
  const auto day_of_era = static_cast<unsigned>(z - era * 146'097);
  const auto year_of_era =
      (day_of_era - day_of_era / 1460 + day_of_era / 36'524 - day_of_era / 146'096) / 365;
  const auto day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
  const auto shifted = (5 * day_of_year + 2) / 153;
  const auto month = shifted < 10 ? shifted + 3 : shifted - 9;
  return {static_cast<std::int64_t>(year_of_era) + era * 400 + (month <= 2), month,
          day_of_year - (153 * shifted + 2) / 5 + 1};
}

/// The year in which a day (counted from 1970-01-01) lies.
constexpr std::int64_t year_of_day(std::int64_t days) {
  auto year = 1970 + days / 366;
  while (days_from_civil(year + 1, 1, 1) <= days) ++year;
  while (days_from_civil(year, 1, 1) > days) --year;
  return year;
}

constexpr bool is_leap_year(std::int64_t year) {
  return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
}

constexpr unsigned days_in_month(std::int64_t year, unsigned month) {
  if (month == 2) return is_leap_year(year) ? 29 : 28;
  return month == 4 || month == 6 || month == 9 || month == 11 ? 30 : 31;
}

/// 0 is Sunday.
constexpr unsigned weekday_of_day(std::int64_t days) {
  return static_cast<unsigned>(((days % 7) + 7 + 4) % 7);
}

}  // namespace fm

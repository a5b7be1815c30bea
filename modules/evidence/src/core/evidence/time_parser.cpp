#include "evidence/time_parser.hpp"

#include "fm/civil/civil_time.hpp"

#include <cstring>

namespace fm::evidence {
namespace {

constexpr std::int64_t micros_a_second = 1'000'000;
// Lines of several threads are a little out of order; a jump back by more is a new year.
constexpr std::int64_t out_of_order = 7 * seconds_a_day;
constexpr std::int64_t out_of_order_in_a_day = 3600;
// Clocks of hosts and unknown zones differ by less than a day.
constexpr std::int64_t clock_slack = seconds_a_day;
constexpr std::int64_t year_without_reference = 2000;

std::int64_t floor_days(std::int64_t seconds) {
  return (seconds - ((seconds % seconds_a_day) + seconds_a_day) % seconds_a_day) / seconds_a_day;
}

constexpr std::size_t shortest_prefix = 8;
constexpr std::size_t longest_prefix = 24;

std::uint64_t eight_bytes(const char* p) {
  std::uint64_t v;
  std::memcpy(&v, p, sizeof v);
  return v;
}

// Compares 8 to 24 bytes with three overlapping words instead of a call.
bool same_prefix(const char* a, const char* b, std::size_t n) {
  const auto middle = n >= 16 ? 8 : n - 8;
  return ((eight_bytes(a) ^ eight_bytes(b)) | (eight_bytes(a + middle) ^ eight_bytes(b + middle)) |
          (eight_bytes(a + n - 8) ^ eight_bytes(b + n - 8))) == 0;
}

// The latest year up to `year` in which that day exists (February 29th).
std::int64_t seconds_in_year(std::int64_t year, const written_time& t) {
  while (t.day > days_in_month(year, t.month)) --year;
  return days_from_civil(year, t.month, t.day) * seconds_a_day + t.seconds;
}

}  // namespace

time_parser::time_parser(options o) : options_(std::move(o)) {
  if (options_.reference_time == no_time) return;
  const auto utc = options_.reference_time / micros_a_second;
  latest_ = utc + options_.zone.offset_at(utc) + clock_slack;
  has_latest_ = true;
}

bool time_parser::read(std::string_view text, time_stamp& out) {
  const auto n = prefix_length_;
  // A digit behind the prefix belongs to seconds that were written with one digit before.
  if (n != 0 && text.size() >= n && same_prefix(text.data(), prefix_.data(), n) &&
      (text.size() == n || static_cast<unsigned char>(text[n] - '0') > 9)) {
    written_time t;
    t.format = format_;
    t.seconds = prefix_seconds_;
    read_time_tail(text, n, t);
    give(t.seconds, t, out);
    return true;
  }
  return !text.empty() && may_begin_time(text[0]) && read_slowly(text, out);
}

bool time_parser::read_slowly(std::string_view text, time_stamp& out) {
  written_time t;
  if (!read_written_time(text, day_first_, t)) return false;
  if (t.format == time_format::slashed && !t.ambiguous_order && text[2] == '/')
    day_first_ = (text[0] - '0') * 10 + (text[1] - '0') > 12;
  std::int64_t seconds = t.seconds;
  if (!t.has_date) {
    seconds = with_date(t);
  } else if (!t.has_year) {
    seconds = with_year(t);
  }
  assumed_order_ |= t.ambiguous_order;
  format_ = t.format;
  // AM and PM move the hour behind the prefix, so such times are read anew each time.
  const bool half_days = t.stable != 0 && t.length >= t.stable + 3 && text[t.length - 1] == 'M';
  const bool stable = t.stable >= shortest_prefix && t.stable <= longest_prefix;
  prefix_length_ = stable && !half_days && t.format != time_format::slashed ? t.stable : 0;
  if (prefix_length_ != 0) {
    std::memcpy(prefix_.data(), text.data(), prefix_length_);
    prefix_seconds_ = seconds;
  }
  give(seconds, t, out);
  return true;
}

void time_parser::give(std::int64_t seconds, const written_time& t, time_stamp& out) {
  std::int64_t utc;
  if (t.zoned) {
    utc = seconds - t.offset;
    assumed_indian_ |= t.ambiguous_zone;
  } else {
    if (!zone_known_ || zone_second_ != seconds) {
      zone_second_ = seconds;
      zone_utc_ = options_.zone.to_utc(seconds);
      zone_known_ = true;
    }
    utc = zone_utc_;
    assumed_zone_ = true;
  }
  out.time = utc * micros_a_second + t.micros;
  out.length = t.length;
  out.zoned = t.zoned;
}

std::int64_t time_parser::with_year(const written_time& t) {
  assumed_year_ = true;
  std::int64_t year = year_without_reference;
  std::int64_t seconds;
  if (has_previous_) {
    year = year_of_day(floor_days(previous_));
    seconds = seconds_in_year(year, t);
    if (seconds < previous_ - out_of_order) {
      seconds = seconds_in_year(++year, t);
    } else if (seconds > previous_ + 366 * seconds_a_day - out_of_order) {
      seconds = seconds_in_year(--year, t);
    }
  } else {
    if (has_latest_) year = year_of_day(floor_days(latest_));
    seconds = seconds_in_year(year, t);
  }
  if (has_latest_ && seconds > latest_) {
    beyond_latest_ |= has_previous_;
    seconds = seconds_in_year(year - 1, t);
  }
  previous_ = seconds;
  has_previous_ = true;
  return seconds;
}

std::int64_t time_parser::with_date(const written_time& t) {
  assumed_date_ = true;
  std::int64_t seconds = t.seconds;
  if (has_previous_) {
    seconds += floor_days(previous_) * seconds_a_day;
    if (seconds < previous_ - out_of_order_in_a_day) {
      seconds += seconds_a_day;
    } else if (seconds > previous_ + seconds_a_day - out_of_order_in_a_day) {
      seconds -= seconds_a_day;
    }
  } else if (has_latest_) {
    const auto latest = latest_ - clock_slack;
    seconds += floor_days(latest) * seconds_a_day;
    if (seconds > latest) seconds -= seconds_a_day;
  } else {
    seconds += days_from_civil(year_without_reference, 1, 1) * seconds_a_day;
  }
  previous_ = seconds;
  has_previous_ = true;
  return seconds;
}

void time_parser::expect_last(std::string_view text) {
  written_time t;
  if (!has_latest_ || !read_written_time(text, day_first_, t) || t.has_year || !t.has_date) return;
  auto year = year_of_day(floor_days(latest_));
  auto seconds = seconds_in_year(year, t);
  if (seconds > latest_) seconds = seconds_in_year(year - 1, t);
  latest_ = seconds + out_of_order_in_a_day;
}

std::vector<std::string> time_parser::notes() const {
  std::vector<std::string> all;
  if (assumed_date_)
    all.emplace_back(has_latest_ ? "times have no date: the day before the file was written was assumed"
                                 : "times have no date: only their order within a day is known");
  if (assumed_year_)
    all.push_back(has_latest_ ? "times have no year: " + std::to_string(year_of_day(floor_days(previous_))) +
                                    " was assumed for the last line"
                              : "times have no year: only their order within a year is known");
  if (beyond_latest_)
    all.emplace_back("times without a year go back: the file holds more than one year or is not in order");
  if (assumed_zone_) all.push_back("times without a time zone were read as " + options_.zone.name());
  if (assumed_indian_) all.emplace_back("the time zone IST was read as Indian Standard Time (UTC+05:30)");
  if (assumed_order_)
    all.emplace_back(day_first_ ? "dates with slashes were read as day/month/year"
                                : "dates with slashes were read as month/day/year");
  return all;
}

}  // namespace fm::evidence

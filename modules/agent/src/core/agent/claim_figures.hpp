#pragma once
// Numbers, times and days of a text, and whether a number follows from others.
#include "agent/claim_words.hpp"

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

namespace fm::agent {

struct clock_time {
  int hour = 0, minute = 0;
  double second = -1;  // none is stated
  double of_day() const { return hour * 3600 + minute * 60 + std::max(second, 0.0); }
};

/// A time that is said to the minute, or to the second and then cut or rounded.
bool same_time(const clock_time& said, const clock_time& is);

struct calendar_day {
  int year = 0, month = 0, day = 0;  // 0: not stated
  bool fits(const calendar_day& o) const {
    return (month == o.month && day == o.day) && (year == 0 || o.year == 0 || year == o.year);
  }
};

/// What a text states in numbers, times and days; the rest is text.
struct stated {
  std::vector<stated_number> numbers;
  std::vector<clock_time> times;
  std::vector<calendar_day> days;
  std::string rest;  // with what was taken blanked
};

/// `s` is in lower case.
stated read_stated(std::string_view s);

/// Equal as far as the claim is precise: 3.1 for 3.14, 52 for 51.7.
bool near(const stated_number& said, double is);
/// The same, in any unit.
bool same_amount(const stated_number& said, const stated_number& is);
/// The claim (in lower case) compares, sums up or measures, so that its numbers may be computed.
bool compares(std::string_view claim);
/// The number follows from what `in` states in `texts` texts: it counts them, or is a difference, a ratio or
/// a time between two.
bool follows(const stated_number& said, const stated& in, std::size_t texts, bool compared);

}  // namespace fm::agent

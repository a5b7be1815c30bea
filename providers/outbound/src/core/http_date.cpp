#include "core/http_date.hpp"

#include <fm/civil/civil_time.hpp>

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdint>

namespace fm::outbound {

namespace {

constexpr std::array<std::string_view, 12> months{"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                  "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};

/// Takes what is expected off the front of a text, and remembers whether all was there.
class taker {
 public:
  explicit taker(std::string_view text) : rest_(text) {}

  taker& text(std::string_view expected) {
    good_ = good_ && rest_.starts_with(expected);
    if (good_) rest_.remove_prefix(expected.size());
    return *this;
  }
  taker& digits(std::size_t count, std::int64_t& out) {
    good_ = good_ && rest_.size() >= count;
    out = 0;
    for (std::size_t i = 0; good_ && i < count; ++i) {
      good_ = rest_[i] >= '0' && rest_[i] <= '9';
      out = out * 10 + (rest_[i] - '0');
    }
    if (good_) rest_.remove_prefix(count);
    return *this;
  }
  taker& month(std::int64_t& out) {
    const auto* found = std::find(months.begin(), months.end(), rest_.substr(0, 3));
    good_ = good_ && found != months.end();
    out = found - months.begin() + 1;
    if (good_) rest_.remove_prefix(3);
    return *this;
  }
  /// Two digits, or a blank and one.
  taker& padded_day(std::int64_t& out) {
    if (rest_.starts_with(' ')) return text(" ").digits(1, out);
    return digits(2, out);
  }
  taker& after_name_of_day(std::string_view separator) {
    const auto at = rest_.find(separator);
    good_ = good_ && at != std::string_view::npos && at >= 3 && at <= 9;
    if (good_) rest_.remove_prefix(at + separator.size());
    return *this;
  }
  taker& time(std::int64_t& h, std::int64_t& m, std::int64_t& s) {
    return digits(2, h).text(":").digits(2, m).text(":").digits(2, s);
  }
  bool at_end() const { return good_ && rest_.empty(); }

 private:
  std::string_view rest_;
  bool good_ = true;
};

struct fields {
  std::int64_t year = 0, month = 1, day = 1, h = 0, m = 0, s = 0;
};

bool read_fields(std::string_view text, fields& f, bool& short_year) {
  if (taker(text)
          .after_name_of_day(", ")
          .digits(2, f.day)
          .text(" ")
          .month(f.month)
          .text(" ")
          .digits(4, f.year)
          .text(" ")
          .time(f.h, f.m, f.s)
          .text(" GMT")
          .at_end())
    return true;
  short_year = true;
  if (taker(text)
          .after_name_of_day(", ")
          .digits(2, f.day)
          .text("-")
          .month(f.month)
          .text("-")
          .digits(2, f.year)
          .text(" ")
          .time(f.h, f.m, f.s)
          .text(" GMT")
          .at_end())
    return true;
  short_year = false;
  return taker(text)
      .after_name_of_day(" ")
      .month(f.month)
      .text(" ")
      .padded_day(f.day)
      .text(" ")
      .time(f.h, f.m, f.s)
      .text(" ")
      .digits(4, f.year)
      .at_end();
}

/// A date that seems to lie more than 50 years ahead is one of the last century.
std::int64_t full_year(std::int64_t two_digits, micros now) {
  const auto this_year = year_of_day(now / second / seconds_a_day);
  auto year = this_year / 100 * 100 + two_digits;
  if (year > this_year + 50) year -= 100;
  return year;
}

}  // namespace

std::optional<micros> read_http_date(std::string_view text, micros now) {
  fields f;
  bool short_year = false;
  if (!read_fields(text, f, short_year)) return {};
  if (short_year) f.year = full_year(f.year, now);
  const auto month = static_cast<unsigned>(f.month);
  if (f.day < 1 || f.day > days_in_month(f.year, month) || f.h > 23 || f.m > 59 || f.s > 60) return {};
  const auto days = days_from_civil(f.year, month, static_cast<unsigned>(f.day));
  return (days * seconds_a_day + f.h * 3600 + f.m * 60 + f.s) * second;
}

std::optional<micros> read_retry_after(std::string_view text, micros now) {
  constexpr std::int64_t longest = 100 * 365 * seconds_a_day;
  std::int64_t seconds = 0;
  const auto* end = text.data() + text.size();
  const bool is_number =
      !text.empty() && std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
  if (is_number) {
    const auto read = std::from_chars(text.data(), end, seconds);
    return (read.ec == std::errc() ? std::min(seconds, longest) : longest) * second;
  }
  const auto at = read_http_date(text, now);
  if (!at) return {};
  return std::max<micros>(*at - now, 0);
}

}  // namespace fm::outbound

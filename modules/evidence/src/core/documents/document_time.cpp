#include "documents/document_time.hpp"

#include "documents/text.hpp"

#include <array>
#include <chrono>

namespace fm::evidence {
namespace {

micros at(std::int64_t year, std::int64_t month, std::int64_t day, std::string_view clock,
          std::int64_t zone_minutes) {
  using namespace std::chrono;
  if (clock.size() < 8 || clock[2] != ':' || clock[5] != ':') return no_time;
  const auto h = parse_count(clock.substr(0, 2));
  const auto m = parse_count(clock.substr(3, 2));
  const auto s = parse_count(clock.substr(6, 2));
  const year_month_day date{std::chrono::year(static_cast<int>(year)),
                            std::chrono::month(static_cast<unsigned>(month)),
                            std::chrono::day(static_cast<unsigned>(day))};
  if (!h || !m || !s || *h > 23 || *m > 59 || *s > 60 || !date.ok()) return no_time;
  const auto total = sys_days(date).time_since_epoch() + hours(*h) + minutes(*m - zone_minutes) + seconds(*s);
  auto value = duration_cast<microseconds>(total).count();
  if (clock.size() > 9 && clock[8] == '.') {
    std::int64_t unit = 100'000;
    for (std::size_t i = 9; i < clock.size() && is_digit(clock[i]) && unit > 0; ++i, unit /= 10)
      value += (clock[i] - '0') * unit;
  }
  return value;
}

/// `+0100`, `-02:30`, `Z` or nothing as minutes east of Greenwich.
std::int64_t zone_of(std::string_view z) {
  if (z.size() < 5 || (z[0] != '+' && z[0] != '-')) return 0;
  const auto h = parse_count(z.substr(1, 2));
  const auto m = parse_count(z.substr(z[3] == ':' ? 4 : 3, 2));
  if (!h || !m || *h > 15 || *m > 59) return 0;
  return (z[0] == '-' ? -1 : 1) * (*h * 60 + *m);
}

}  // namespace

micros parse_document_time(std::string_view s) {
  s = trim(s);
  if (s.size() >= 19 && s[4] == '-' && s[7] == '-' && (s[10] == 'T' || s[10] == ' ')) {
    const auto year = parse_count(s.substr(0, 4));
    const auto month = parse_count(s.substr(5, 2));
    const auto day = parse_count(s.substr(8, 2));
    if (!year || !month || !day) return no_time;
    const auto clock = s.substr(11);
    const auto zone = clock.find_first_of("+-Z");
    return at(*year, *month, *day, clock.substr(0, zone),
              zone == std::string_view::npos ? 0 : zone_of(clock.substr(zone)));
  }
  const auto words = split_words(s);
  if (words.size() < 6 || !words[0].ends_with(',')) return no_time;
  static constexpr std::array<std::string_view, 12> months{"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                           "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  const auto day = parse_count(words[1]);
  const auto year = parse_count(words[3]);
  for (std::size_t i = 0; i < months.size(); ++i)
    if (words[2] == months[i] && day && year && *year < 10'000)
      return at(*year, static_cast<std::int64_t>(i) + 1, *day, words[4], zone_of(words[5]));
  return no_time;
}

}  // namespace fm::evidence

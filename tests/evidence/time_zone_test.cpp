#include "evidence/time_zone.hpp"

#include "reading_support.hpp"

#include <boost/test/unit_test.hpp>

#include <string>
#include <vector>

using namespace fm::evidence;
using namespace std::string_literals;

namespace {

void put(std::string& out, std::int64_t v, int bytes) {
  for (int i = bytes - 1; i >= 0; --i) out += static_cast<char>(v >> (8 * i) & 0xFF);
}

struct change {
  std::int64_t when;
  int type;
};

// A TZif file of version 2 with an empty first block.
std::string tzif(const std::vector<std::int32_t>& offsets, const std::vector<change>& changes,
                 const std::string& footer) {
  std::string out;
  const auto header = [&](std::size_t transitions, std::size_t types) {
    out += "TZif2"s + std::string(15, '\0');
    for (const auto n : {std::size_t{0}, std::size_t{0}, std::size_t{0}, transitions, types, std::size_t{4}})
      put(out, static_cast<std::int64_t>(n), 4);
  };
  header(0, 1);
  put(out, 0, 4);
  out += "\0\0LMT\0"s;
  header(changes.size(), offsets.size());
  for (const auto& c : changes) put(out, c.when, 8);
  for (const auto& c : changes) out += static_cast<char>(c.type);
  for (const auto o : offsets) {
    put(out, o, 4);
    out += "\0\0"s;
  }
  out += "XXX\0"s;
  return out + "\n" + footer + "\n";
}

std::int64_t seconds(int y, unsigned m, unsigned d, int h = 0, int min = 0) {
  return test::at(y, m, d, h, min) / 1'000'000;
}

time_zone berlin() {
  const auto zone =
      time_zone::from_tzif(tzif({3600, 7200}, {{seconds(2024, 3, 31, 1), 1}, {seconds(2024, 10, 27, 1), 0}},
                                "CET-1CEST,M3.5.0,M10.5.0/3"),
                           "Europe/Berlin");
  BOOST_REQUIRE(zone.has_value());
  return *zone;
}

}  // namespace

BOOST_AUTO_TEST_CASE(fixed_zones_are_read_in_their_usual_spellings) {
  const std::pair<const char*, int> zones[] = {{"Z", 0},          {"UTC", 0},    {"+02:00", 7200},
                                               {"-0530", -19800}, {"+02", 7200}, {"UTC+2", 7200},
                                               {"GMT-8", -28800}, {"+5", 18000}};
  for (const auto& [text, offset] : zones) {
    const auto zone = time_zone::fixed(text);
    BOOST_TEST_REQUIRE(zone.has_value(), text);
    BOOST_TEST(zone->offset_at(0) == offset, text);
    BOOST_TEST(zone->to_utc(100'000) == 100'000 - offset, text);
  }
  for (const char* text : {"", "+", "Europe/Berlin", "+99", "+02:99", "2", "+1:2:3", "-12345"})
    BOOST_TEST(!time_zone::fixed(text).has_value(), text);
}

BOOST_AUTO_TEST_CASE(summer_time_follows_the_table_and_then_the_footer) {
  const auto zone = berlin();
  BOOST_TEST(zone.to_utc(seconds(2024, 1, 15, 12)) == seconds(2024, 1, 15, 11));
  BOOST_TEST(zone.to_utc(seconds(2024, 7, 15, 12)) == seconds(2024, 7, 15, 10));
  // Behind the last change of the table: 2025 changes on March 30th and October 26th.
  BOOST_TEST(zone.to_utc(seconds(2025, 3, 30, 1, 59)) == seconds(2025, 3, 30, 0, 59));
  BOOST_TEST(zone.to_utc(seconds(2025, 3, 30, 3, 0)) == seconds(2025, 3, 30, 1, 0));
  BOOST_TEST(zone.to_utc(seconds(2025, 7, 1, 12)) == seconds(2025, 7, 1, 10));
  BOOST_TEST(zone.to_utc(seconds(2025, 10, 26, 3, 0)) == seconds(2025, 10, 26, 2, 0));
  BOOST_TEST(zone.to_utc(seconds(2025, 12, 24, 12)) == seconds(2025, 12, 24, 11));
}

BOOST_AUTO_TEST_CASE(a_time_that_occurs_twice_is_the_first_and_a_skipped_one_moves_on) {
  const auto zone = berlin();
  BOOST_TEST(zone.to_utc(seconds(2024, 10, 27, 2, 30)) == seconds(2024, 10, 27, 0, 30));
  BOOST_TEST(zone.to_utc(seconds(2025, 10, 26, 2, 30)) == seconds(2025, 10, 26, 0, 30));
  BOOST_TEST(zone.to_utc(seconds(2024, 3, 31, 2, 30)) == seconds(2024, 3, 31, 1, 30));
}

BOOST_AUTO_TEST_CASE(the_southern_summer_crosses_new_year) {
  const auto zone =
      time_zone::from_tzif(tzif({36000}, {}, "AEST-10AEDT,M10.1.0,M4.1.0/3"), "Australia/Sydney");
  BOOST_TEST_REQUIRE(zone.has_value());
  BOOST_TEST(zone->offset_at(seconds(2025, 1, 10)) == 39600);
  BOOST_TEST(zone->offset_at(seconds(2025, 6, 10)) == 36000);
  BOOST_TEST(zone->offset_at(seconds(2025, 12, 10)) == 39600);
}

BOOST_AUTO_TEST_CASE(what_is_no_tzif_file_is_refused_at_every_length) {
  const auto good = tzif({3600, 7200}, {{100, 1}, {200, 0}}, "CET-1CEST,M3.5.0,M10.5.0/3");
  BOOST_TEST(time_zone::from_tzif(good, "x").has_value());
  const auto data_end = good.size() - "\nCET-1CEST,M3.5.0,M10.5.0/3\n"s.size();
  for (std::size_t n = 0; n < data_end; ++n)
    BOOST_TEST(!time_zone::from_tzif(good.substr(0, n), "x").has_value());
  BOOST_TEST(!time_zone::from_tzif(tzif({0}, {{200, 0}, {100, 0}}, "UTC0"), "x").has_value());
  BOOST_TEST(!time_zone::from_tzif(tzif({0}, {{100, 7}}, "UTC0"), "x").has_value());
}

BOOST_AUTO_TEST_CASE(days_are_counted_as_calendars_do) {
  BOOST_TEST(fm::days_from_civil(1970, 1, 1) == 0);
  BOOST_TEST(fm::days_from_civil(2000, 3, 1) == 11'017);
  BOOST_TEST(fm::days_from_civil(1969, 12, 31) == -1);
  for (int year = 1900; year < 2200; ++year) {
    BOOST_TEST(fm::year_of_day(fm::days_from_civil(year, 1, 1)) == year);
    BOOST_TEST(fm::year_of_day(fm::days_from_civil(year, 12, 31)) == year);
    BOOST_TEST(fm::days_from_civil(year + 1, 1, 1) - fm::days_from_civil(year, 1, 1) ==
               (fm::is_leap_year(year) ? 366 : 365));
  }
  BOOST_TEST(fm::weekday_of_day(fm::days_from_civil(2025, 7, 11)) == 5u);
}

#include "evidence/time_parser.hpp"

#include "reading_support.hpp"

#include <boost/test/unit_test.hpp>

#include <string>

using namespace fm::evidence;
using fm::evidence::test::at;

namespace {

const time_parser::options october{time_zone{}, at(2025, 10, 9)};

struct example {
  const char* text;
  micros time;
  std::size_t length;  // 0: the whole text
};

const example examples[] = {
    {"2025-07-07T05:54:40Z", at(2025, 7, 7, 5, 54, 40), 0},
    {"2025-07-07t05:54:40z", at(2025, 7, 7, 5, 54, 40), 0},
    {"2025-07-07 05:54:40", at(2025, 7, 7, 5, 54, 40), 0},
    {"2025-07-07T05:54:40.1Z", at(2025, 7, 7, 5, 54, 40, 100'000), 0},
    {"2025-07-07T05:54:40.123456789Z", at(2025, 7, 7, 5, 54, 40, 123'456), 0},
    {"2025-07-07 05:54:40,884 - DEBUG", at(2025, 7, 7, 5, 54, 40, 884'000), 23},
    {"2025-07-07T05:54:40.5+02:00 x", at(2025, 7, 7, 3, 54, 40, 500'000), 27},
    {"2025-07-07T05:54:40-0530", at(2025, 7, 7, 11, 24, 40), 0},
    {"2025-07-07 05:54:40.123 UTC [12]", at(2025, 7, 7, 5, 54, 40, 123'000), 27},
    {"2025-07-07 05:54:40 CEST x", at(2025, 7, 7, 3, 54, 40), 24},
    {"2025-07-07 05:54:40 INFO x", at(2025, 7, 7, 5, 54, 40), 19},
    {"2025-07-07 05:54:40+00 x", at(2025, 7, 7, 5, 54, 40), 22},
    {"2025/07/07 05:54:40 [notice]", at(2025, 7, 7, 5, 54, 40), 19},
    {"07/Jul/2025:05:54:40 +0000", at(2025, 7, 7, 5, 54, 40), 0},
    {"07/Jul/2025:05:54:40 +0200]", at(2025, 7, 7, 3, 54, 40), 26},
    {"25/Feb/2025 10:17:46]", at(2025, 2, 25, 10, 17, 46), 20},
    {"Jul  7 05:54:40 host", at(2025, 7, 7, 5, 54, 40), 15},
    {"Jul 17 05:54:40 host", at(2025, 7, 17, 5, 54, 40), 15},
    {"Nov 9 12:01:01 dn228", at(2024, 11, 9, 12, 1, 1), 14},
    {"Jul 07, 2025 5:54:40 PM", at(2025, 7, 7, 17, 54, 40), 0},
    {"Fri Jul 11 13:23:24 UTC 2025", at(2025, 7, 11, 13, 23, 24), 0},
    {"Fri Jul 11 13:23:24 CEST 2025", at(2025, 7, 11, 11, 23, 24), 0},
    {"Fri Jul 11 13:23:24 2025", at(2025, 7, 11, 13, 23, 24), 0},
    {"Sun Dec  4 04:47:44 2005]", at(2005, 12, 4, 4, 47, 44), 24},
    {"Fri Jul 11 13:23:24.123456 2025]", at(2025, 7, 11, 13, 23, 24, 123'456), 31},
    {"Thu, 27 Feb 2025 07:30:28 +0100", at(2025, 2, 27, 6, 30, 28), 0},
    {"Thu, 27 Feb 2025 07:30:28 GMT", at(2025, 2, 27, 7, 30, 28), 0},
    {"I0711 13:23:24.123456       1 x.go:1] m", at(2025, 7, 11, 13, 23, 24, 123'456), 21},
    {"07 Jul 2025 05:54:40.123 # x", at(2025, 7, 7, 5, 54, 40, 123'000), 24},
    {"20 Jun 2025 10:37:30,113", at(2025, 6, 20, 10, 37, 30, 113'000), 0},
    {"07-Jul-2025 05:54:40.123", at(2025, 7, 7, 5, 54, 40, 123'000), 0},
    {"06/20/2025 10:37:30 AM", at(2025, 6, 20, 10, 37, 30), 0},
    {"06/20/2025 12:37:30 AM", at(2025, 6, 20, 0, 37, 30), 0},
    {"06/20/2025 12:37:30 PM", at(2025, 6, 20, 12, 37, 30), 0},
    {"20/06/2025 10:37:30", at(2025, 6, 20, 10, 37, 30), 0},
    {"20.06.2025 10:37:30", at(2025, 6, 20, 10, 37, 30), 0},
    {"17/06/09 20:10:40 INFO", at(2017, 6, 9, 20, 10, 40), 17},
    {"081109 203518 143", at(2008, 11, 9, 20, 35, 18), 13},
    {"070823 21:00:32", at(2007, 8, 23, 21, 0, 32), 0},
    {"2005-06-03-15.42.50.363779", at(2005, 6, 3, 15, 42, 50, 363'779), 0},
    {"20171223-22:15:29:606|x", at(2017, 12, 23, 22, 15, 29, 606'000), 21},
    {"20171224-0:7:20:444|x", at(2017, 12, 24, 0, 7, 20, 444'000), 19},
    {"06:44:14 UTC 08/31/2025", at(2025, 8, 31, 6, 44, 14), 0},
    {"Mar 4, 2026 @ 07:03:20.410", at(2026, 3, 4, 7, 3, 20, 410'000), 0},
    {"20250707T055440Z", at(2025, 7, 7, 5, 54, 40), 0},
    {"03-17 16:13:38.811  1702", at(2025, 3, 17, 16, 13, 38, 811'000), 18},
    {"10.08 16:49:06] x", at(2025, 10, 8, 16, 49, 6), 14},
    {"1719911923", at(2024, 7, 2, 9, 18, 43), 0},
    {"1719911923.123]", at(2024, 7, 2, 9, 18, 43, 123'000), 14},
    {"1719911923123", at(2024, 7, 2, 9, 18, 43, 123'000), 0},
    {"1719911923123456", at(2024, 7, 2, 9, 18, 43, 123'456), 0},
    {"1719911923123456789", at(2024, 7, 2, 9, 18, 43, 123'456), 0},
    {"10:37:30.113 [main]", at(2025, 10, 8, 10, 37, 30, 113'000), 12},
};

}  // namespace

BOOST_AUTO_TEST_CASE(every_usual_spelling_of_a_time_is_read) {
  for (const auto& e : examples) {
    time_parser times(october);
    time_stamp stamp;
    BOOST_TEST_REQUIRE(times.read(e.text, stamp), e.text);
    BOOST_TEST(stamp.time == e.time, e.text << ": off by " << (stamp.time - e.time) / 1'000'000 << " s");
    BOOST_TEST(stamp.length == (e.length == 0 ? std::string(e.text).size() : e.length), e.text);
  }
}

BOOST_AUTO_TEST_CASE(reading_a_time_again_gives_the_same_time) {
  for (const auto& e : examples) {
    time_parser times(october);
    time_stamp first;
    time_stamp second;
    BOOST_TEST_REQUIRE(times.read(e.text, first));
    BOOST_TEST_REQUIRE(times.read(e.text, second));
    BOOST_TEST(first.time == second.time, e.text);
    BOOST_TEST(first.length == second.length, e.text);
  }
}

BOOST_AUTO_TEST_CASE(times_of_all_formats_in_one_stream_do_not_disturb_each_other) {
  time_parser times(october);
  for (int round = 0; round < 2; ++round)
    for (const auto& e : examples) {
      time_stamp stamp;
      BOOST_TEST_REQUIRE(times.read(e.text, stamp), e.text);
      if (std::string(e.text).find("2025") != std::string::npos) BOOST_TEST(stamp.time == e.time, e.text);
    }
}

BOOST_AUTO_TEST_CASE(what_only_resembles_a_time_is_none) {
  for (const char* text : {"",
                           "2",
                           "2025",
                           "2025-07-07",
                           "2025-13-07 05:54:40",
                           "2025-02-30 05:54:40",
                           "2025-07-07 25:54:40",
                           "2025-07-07 05:61:40",
                           "1234567890123456789012",
                           "12345678901",
                           "9999999999",
                           "Jul 32 05:54:40",
                           "Juli 7 05:54:40",
                           "Mon",
                           "10:37",
                           "10.0.0.1:8080",
                           "192.168.0.1 - -",
                           "I am a line",
                           "Information",
                           "1.2.3.4",
                           "99/99/9999 10:00:00",
                           "0005-07-07 05:54:40",
                           "00000000-00:00:00",
                           "17190-12"}) {
    time_parser times(october);
    time_stamp stamp;
    BOOST_TEST(!times.read(text, stamp), text);
    BOOST_TEST(stamp.time == no_time, text);
  }
}

BOOST_AUTO_TEST_CASE(the_same_second_is_read_with_its_own_fraction_and_zone) {
  time_parser times(october);
  time_stamp stamp;
  times.read("2025-07-07T05:54:40.100Z", stamp);
  times.read("2025-07-07T05:54:40.200+02:00", stamp);
  BOOST_TEST(stamp.time == at(2025, 7, 7, 3, 54, 40, 200'000));
  times.read("2025-07-07T05:54:40", stamp);
  BOOST_TEST(stamp.time == at(2025, 7, 7, 5, 54, 40));
  BOOST_TEST(!stamp.zoned);
}

BOOST_AUTO_TEST_CASE(a_missing_year_is_the_one_before_the_reference_and_rolls_over) {
  time_parser times({time_zone{}, at(2025, 2, 1)});
  time_stamp stamp;
  times.read("Dec 30 23:59:59 host", stamp);
  BOOST_TEST(stamp.time == at(2024, 12, 30, 23, 59, 59));
  times.read("Jan  1 00:00:01 host", stamp);
  BOOST_TEST(stamp.time == at(2025, 1, 1, 0, 0, 1));
  // A line of another thread that is late.
  times.read("Dec 31 23:59:58 host", stamp);
  BOOST_TEST(stamp.time == at(2024, 12, 31, 23, 59, 58));
  times.read("Jan  1 00:00:02 host", stamp);
  BOOST_TEST(stamp.time == at(2025, 1, 1, 0, 0, 2));
  BOOST_TEST(times.notes().front().find("2025") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(the_last_line_tells_the_year_of_the_first) {
  // From June of last year to May of this year, read in July: without the last line it would begin this June.
  time_parser times({time_zone{}, at(2025, 7, 1)});
  times.expect_last("May 20 10:00:00 host");
  time_stamp stamp;
  times.read("Jun 14 15:16:01 host", stamp);
  BOOST_TEST(stamp.time == at(2024, 6, 14, 15, 16, 1));
  times.read("May 20 10:00:00 host", stamp);
  BOOST_TEST(stamp.time == at(2025, 5, 20, 10));
}

BOOST_AUTO_TEST_CASE(february_29th_without_year_is_in_a_leap_year) {
  time_parser times({time_zone{}, at(2025, 6, 1)});
  time_stamp stamp;
  times.read("Feb 29 10:00:00 host", stamp);
  BOOST_TEST(stamp.time == at(2024, 2, 29, 10));
}

BOOST_AUTO_TEST_CASE(times_without_a_date_roll_over_at_midnight) {
  time_parser times({time_zone{}, at(2025, 7, 8, 12)});
  time_stamp stamp;
  times.read("23:59:59.900 x", stamp);
  BOOST_TEST(stamp.time == at(2025, 7, 7, 23, 59, 59, 900'000));
  times.read("00:00:00.100 x", stamp);
  BOOST_TEST(stamp.time == at(2025, 7, 8, 0, 0, 0, 100'000));
  BOOST_TEST(times.notes().front().find("no date") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(the_callers_zone_counts_only_where_the_text_has_none) {
  time_parser times({*time_zone::fixed("+02:00"), at(2025, 10, 9)});
  time_stamp stamp;
  times.read("2025-07-07 05:54:40 x", stamp);
  BOOST_TEST(stamp.time == at(2025, 7, 7, 3, 54, 40));
  times.read("2025-07-07T05:54:40Z", stamp);
  BOOST_TEST(stamp.time == at(2025, 7, 7, 5, 54, 40));
  BOOST_TEST(times.notes().back().find("UTC+02:00") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(assumptions_are_noted_and_only_where_they_were_made) {
  time_parser sure(october);
  time_stamp stamp;
  sure.read("2025-07-07T05:54:40Z", stamp);
  BOOST_TEST(sure.notes().empty());
  time_parser indian(october);
  indian.read("2025-07-07 05:54:40 IST x", stamp);
  BOOST_TEST(stamp.time == at(2025, 7, 7, 0, 24, 40));
  BOOST_TEST(indian.notes().front().find("IST") != std::string::npos);
  time_parser slashes(october);
  slashes.read("06/07/2025 10:00:00 x", stamp);
  BOOST_TEST(stamp.time == at(2025, 6, 7, 10));
  BOOST_TEST(slashes.notes().back().find("month/day") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(a_day_beyond_twelve_settles_the_order_of_later_dates) {
  time_parser times(october);
  time_stamp stamp;
  times.read("25/06/2025 10:00:00 x", stamp);
  times.read("06/07/2025 10:00:00 x", stamp);
  BOOST_TEST(stamp.time == at(2025, 7, 6, 10));
}

BOOST_AUTO_TEST_CASE(what_is_remembered_of_a_time_ends_where_its_seconds_end) {
  time_parser times(october);
  time_stamp stamp;
  BOOST_TEST(times.read("20171223-23:14:2:380|x", stamp));
  BOOST_TEST(stamp.time == at(2017, 12, 23, 23, 14, 2, 380'000));
  BOOST_TEST(times.read("20171223-23:14:24:380|x", stamp));
  BOOST_TEST(stamp.time == at(2017, 12, 23, 23, 14, 24, 380'000));
}

BOOST_AUTO_TEST_CASE(the_first_number_of_a_row_of_counters_is_no_time) {
  time_parser times(october);
  time_stamp stamp;
  BOOST_TEST(!times.read("1733371231 5182312  0       73211    0", stamp));
  BOOST_TEST(times.read("1719911923 started 4 workers", stamp));
}

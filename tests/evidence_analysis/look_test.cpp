// What is asked of the files of a case: lines, ranges, templates, what happened when.
#include "evidence/look.hpp"

#include "evidence/line_test.hpp"
#include "log_support.hpp"

#include <fm/budget/checkpoint.hpp>

#include <boost/test/data/test_case.hpp>

#include <ostream>

using namespace fm::evidence;
namespace data = boost::unit_test::data;

namespace {

constexpr fm::micros ten = 1'772'359'200'000'000;  // 2026-03-01T10:00:00Z

analysis_options usual() {
  analysis_options how;
  how.now = 1'800'000'000'000'000;
  return how;
}

file_part part(std::uint32_t number, std::uint32_t side = 0) {
  file_part p;
  p.number = number;
  p.side = side;
  return p;
}
file_part window(std::uint32_t number, fm::micros first, fm::micros last, std::uint32_t side = 0) {
  auto p = part(number, side);
  p.windowed = true, p.first = first, p.last = last;
  return p;
}

search_lines query(query_kind kind, std::string text) {
  search_lines m;
  m.kind = kind, m.query = std::move(text);
  return m;
}

lines_found found(const search_lines& m, const std::string& text, file_part p = part(1)) {
  line_search search(m);
  if (search.usable()) {
    memory_source source(text);
    search.add(p, source, usual());
  }
  return search.finish();
}

std::string numbers(const lines_found& f) {
  std::string out;
  for (const auto& l : f.lines) out += (out.empty() ? "" : " ") + std::to_string(l.number);
  return out;
}

const std::string shop =
    "2026-03-01T10:00:00Z INFO shop started\n"
    "2026-03-01T10:00:10Z ERROR shop payment failed: Timeout after 30 s\n"
    "  at com.shop.Pay.run(Pay.java:10)\n"
    "Caused by: java.net.SocketTimeoutException: read\n"
    "2026-03-01T10:01:00Z WARN shop pool is nearly full\n"
    "2026-03-01T10:02:00Z INFO shop TIMEOUT of nothing\n";

struct searched {
  query_kind kind;
  const char* text;
  const char* lines;
};
std::ostream& operator<<(std::ostream& out, const searched& s) { return out << s.text; }

const searched searches[] = {
    {query_kind::text, "timeout", "2 4 6"},  // whatever the case
    {query_kind::text, "a.b*", ""},          // letter by letter
    {query_kind::text, "(Pay.java:10)", "3"},
    {query_kind::regex, "Timeout after \\d+ s", "2"},
    {query_kind::regex, "timeout", ""},  // as it is written
    {query_kind::regex, "(?i)timeout$", ""},
    {query_kind::regex, "^2026.*pool", "5"},
    {query_kind::pattern, "shop payment failed: Timeout after <*> s", "2"},
    {query_kind::pattern, "shop <*> of nothing", "6"},
    {query_kind::pattern, "payment  failed:", "2"},  // blanks are of no account
};

}  // namespace

BOOST_AUTO_TEST_SUITE(looking)

BOOST_DATA_TEST_CASE(a_query_finds_its_lines, data::make(searches), s) {
  auto f = found(query(s.kind, s.text), shop);
  BOOST_TEST(numbers(f) == s.lines);
  BOOST_TEST(f.looked_at == 6u);
  BOOST_TEST(f.bad_query == "");
}

BOOST_AUTO_TEST_CASE(an_expression_that_cannot_be_used_says_why_and_reads_nothing) {
  for (const auto* bad : {"(", "[a", "*a", "a{2,1}", "(?P<x", "\\1", "(?<=a)b"}) {
    auto f = found(query(query_kind::regex, bad), shop);
    BOOST_TEST(f.bad_query.starts_with("the regular expression cannot be used: "), bad);
    BOOST_TEST(f.looked_at == 0u);
  }
  BOOST_TEST(found(query(query_kind::regex, "((a{1,100}){1,100}){1,100}"), shop).bad_query != "");
  BOOST_TEST(found(query(query_kind::regex, "(x+x+)+{1000}y"), shop).bad_query != "");
  BOOST_TEST(found(query(query_kind::regex, std::string(2'000, 'a')), shop).bad_query != "");
}

BOOST_AUTO_TEST_CASE(expressions_that_others_choke_on_take_linear_time) {
  const std::string line(60'000, 'a');
  for (const auto* evil : {"(a+)+$b", "(a|a)*b", "(a|aa)+b", "(.*a){20}b", "^(([a-z])+.)+[A-Z]([a-z])+$"})
    BOOST_TEST(found(query(query_kind::regex, evil), line + "!\n" + line + "!\n").total == 0u, evil);
}

BOOST_AUTO_TEST_CASE(severity_is_that_of_the_record_and_without_a_query_records_alone_pass) {
  auto m = query(query_kind::text, "SocketTimeout");
  m.least = severity::error;
  BOOST_TEST(numbers(found(m, shop)) == "4");
  m.kind = query_kind::anything, m.query = "";
  BOOST_TEST(numbers(found(m, shop)) == "2");
  m.least = severity::warning;
  BOOST_TEST(numbers(found(m, shop)) == "2 5");
}

BOOST_AUTO_TEST_CASE(a_window_takes_the_lines_of_its_records_and_says_what_has_no_time) {
  auto m = query(query_kind::text, "s");
  auto f = found(m, "shop has no time yet\n" + shop, window(1, ten + 5 * fm::second, ten + 30 * fm::second));
  BOOST_TEST(numbers(f) == "3 4 5");
  BOOST_TEST(f.untimed == 1u);
}

BOOST_AUTO_TEST_CASE(pages_follow_each_other_over_files_and_count_everything) {
  auto m = query(query_kind::regex, ".");
  m.skip = 4, m.most = 3;
  line_search search(m);
  memory_source first(shop), second(shop);
  search.add(part(1), first, usual());
  search.add(part(2), second, usual());
  auto f = search.finish();
  BOOST_TEST(f.total == 12u);
  BOOST_TEST(numbers(f) == "5 6 1");
  BOOST_TEST(f.lines.at(2).evidence == 2u);
}

BOOST_AUTO_TEST_CASE(a_long_line_is_clipped_around_its_match_at_whole_characters) {
  std::string line;
  for (int i = 0; i < 300; ++i) line += "ä";
  line += "NEEDLE";
  for (int i = 0; i < 300; ++i) line += "ö";
  auto m = query(query_kind::text, "needle");
  m.longest = 101;
  auto f = found(m, line);
  BOOST_TEST_REQUIRE(f.lines.size() == 1u);
  const auto& text = f.lines[0].text;
  BOOST_TEST(f.lines[0].clipped);
  BOOST_TEST(text.find("NEEDLE") != std::string::npos);
  BOOST_TEST(text.starts_with("…ä"));
  BOOST_TEST(text.ends_with("ö…"));
  BOOST_TEST(text.size() <= 101u + 6);
  BOOST_TEST(clipped("short", 5) == "short");
  BOOST_TEST(clipped("longer", 5) == "longe…");
}

BOOST_AUTO_TEST_CASE(a_line_that_is_too_long_to_be_held_is_counted_and_shown_as_cut) {
  const std::string text = std::string(70'000, 'x') + " needle\nneedle\n";
  auto f = found(query(query_kind::text, "needle"), text);
  BOOST_TEST(numbers(f) == "2");
  BOOST_TEST(f.overlong == 1u);
  read_lines m;
  m.part = part(1), m.longest = 100'000;
  memory_source source(text);
  const auto r = read_range(m, source, usual());
  BOOST_TEST_REQUIRE(r.lines.size() == 1u);
  BOOST_TEST(r.lines[0].clipped);
  BOOST_TEST(r.lines[0].text.ends_with("x…"));
}

BOOST_AUTO_TEST_CASE(exports_of_log_viewers_are_searched_by_line_and_know_their_records) {
  const std::string table =
      "timestamp,level,message\n"
      "2026-03-01T10:00:00Z,info,started\n"
      "2026-03-01T10:05:00Z,error,disk is full\n"
      "2026-03-01T10:06:00Z,error,disk is still full\n";
  auto m = query(query_kind::text, "disk");
  m.least = severity::error;
  auto f = found(m, table, window(1, ten, ten + 5 * fm::minute));
  BOOST_TEST(numbers(f) == "3");
}

BOOST_AUTO_TEST_CASE(what_is_no_text_is_named) {
  auto f = found(query(query_kind::text, "x"), std::string("PK\x03\x04 something of a zip", 24));
  BOOST_TEST_REQUIRE(f.unread.size() == 1u);
  BOOST_TEST(f.unread[0].why.find("zip") != std::string::npos, f.unread[0].why);
}

BOOST_AUTO_TEST_CASE(work_that_nobody_waits_for_ends) {
  fm::budget::watched_work watched([] { return true; });
  std::string many;
  for (int i = 0; i < 100'000; ++i) many += "a line\n";
  BOOST_CHECK_THROW(found(query(query_kind::text, "x"), many), fm::budget::work_stopped);
}

BOOST_AUTO_TEST_CASE(a_range_of_lines_ends_where_it_should_or_where_the_file_does) {
  auto range = [](std::uint64_t first, std::uint64_t last, std::uint32_t most = 500) {
    read_lines m;
    m.part = part(3), m.first = first, m.last = last, m.most = most;
    memory_source source(shop);
    return read_range(m, source, usual());
  };
  auto r = range(2, 3);
  BOOST_TEST_REQUIRE(r.lines.size() == 2u);
  BOOST_TEST(r.lines[1].text == "  at com.shop.Pay.run(Pay.java:10)");
  BOOST_TEST(r.lines[1].evidence == 3u);
  BOOST_TEST(r.file_lines == 0u);
  BOOST_TEST((r.lines[1].level == severity::error));
  BOOST_TEST(range(5, 100).lines.size() == 2u);
  BOOST_TEST(range(5, 100).file_lines == 6u);
  BOOST_TEST(range(7, 9).lines.empty());
  BOOST_TEST(range(7, 9).file_lines == 6u);
  BOOST_TEST(range(1, 6, 4).lines.size() == 4u);
}

BOOST_AUTO_TEST_CASE(templates_are_counted_by_record_over_files_and_time) {
  std::string text;
  for (int i = 0; i < 240; ++i) {
    text += clock_text(i * 10) + " INFO order " + std::to_string(1000 + i) + " stored\n";
    if (i >= 200) text += clock_text(i * 10) + " ERROR cannot reach db-" + std::to_string(i) + "\n  at x\n";
  }
  count_templates m;
  m.buckets = 4;
  template_table table(m);
  memory_source source(text);
  table.add(part(1), source, usual());
  auto t = table.finish();
  BOOST_TEST_REQUIRE(t.templates.size() == 2u);
  BOOST_TEST(t.total == 2u);
  BOOST_TEST(t.sides.at(0).records == 280u);
  BOOST_TEST(t.templates[0].text == "order <*> stored");
  BOOST_TEST(t.templates[0].sides[0].count == 240u);
  const auto& second = t.templates[1];
  BOOST_TEST(second.sides[0].count == 40u);
  BOOST_TEST((second.level == severity::error));
  BOOST_TEST(second.sides[0].example.number == 202u);
  BOOST_TEST(second.sides[0].first == ten + 2'000 * fm::second);
  std::uint64_t sum = 0;
  for (auto n : second.over_time) sum += n;
  BOOST_TEST(sum == 40u);
  BOOST_TEST(second.over_time.size() <= 4u);
  BOOST_TEST(second.over_time.front() == 0u);
  BOOST_TEST(second.over_time.back() > 0u);
}

BOOST_AUTO_TEST_CASE(two_windows_of_one_file_are_counted_apart_by_the_same_templates) {
  std::string text;
  for (int i = 0; i < 60; ++i) text += clock_text(i) + " INFO user " + std::to_string(i) + " came\n";
  text += clock_text(50) + " ERROR no room left\n";
  count_templates m;
  m.sides = 2;
  template_table table(m);
  for (std::uint32_t side = 0; side < 2; ++side) {
    memory_source source(text);
    const auto begin = ten + side * 30 * fm::second;
    table.add(window(1, begin, begin + 30 * fm::second - 1, side), source, usual());
  }
  auto t = table.finish();
  BOOST_TEST_REQUIRE(t.templates.size() == 2u);
  BOOST_TEST(t.templates[0].sides[0].count == 30u);
  BOOST_TEST(t.templates[0].sides[1].count == 30u);
  BOOST_TEST(t.templates[1].sides[0].count == 0u);
  BOOST_TEST(t.templates[1].sides[1].count == 1u);
}

BOOST_AUTO_TEST_CASE(every_template_finds_the_records_that_it_was_counted_from) {
  std::string text;
  for (int i = 0; i < 50; ++i) {
    text += clock_text(i) + " INFO GET /orders/" + std::to_string(i) + "?page=2 took " + std::to_string(i) +
            "ms status=200\n";
    text += clock_text(i) + " WARN retry " + std::to_string(i) + " of \"send mail\" (attempt 3/5)\n";
  }
  count_templates m;
  template_table table(m);
  memory_source source(text);
  table.add(part(1), source, usual());
  for (const auto& t : table.finish().templates)
    BOOST_TEST(found(query(query_kind::pattern, t.text), text).total == t.sides[0].count, t.text);
}

BOOST_AUTO_TEST_CASE(what_is_alike_and_close_is_one_event_and_files_interleave) {
  std::string a, b;
  for (int i = 0; i < 10; ++i) a += clock_text(i) + " ERROR cannot reach db-" + std::to_string(i) + "\n";
  a += clock_text(600) + " ERROR cannot reach db-77\n" + clock_text(601) + " INFO all is well\n";
  b = clock_text(5) + " WARN pool of 20 is full\nkernel: Out of memory: Killed process 77 (java)\n";
  find_runs m;
  m.gap = 30 * fm::second;
  event_runs runs(m);
  memory_source first(a), second(b);
  runs.add(part(1), first, usual());
  runs.add(part(2), second, usual());
  auto r = runs.finish();
  BOOST_TEST_REQUIRE(r.runs.size() >= 3u);
  BOOST_TEST(r.runs[0].count == 10u);
  BOOST_TEST(r.runs[0].last_line == 10u);
  BOOST_TEST(r.runs[0].last == ten + 9 * fm::second);
  BOOST_TEST(r.runs[1].begin.evidence == 2u);
  BOOST_TEST(r.runs.back().begin.number == 11u);
  BOOST_TEST(r.runs.back().count == 1u);
}

BOOST_AUTO_TEST_CASE(many_events_are_joined_until_there_is_room_and_none_is_lost) {
  std::string text;
  for (int i = 0; i < 500; ++i)
    text += clock_text(i * 7) + " ERROR cannot reach db-" + std::to_string(i) + "\n";
  find_runs m;
  m.gap = fm::second;
  event_runs runs(m, 50);
  memory_source source(text);
  runs.add(part(1), source, usual());
  auto r = runs.finish();
  BOOST_TEST(r.runs.size() <= 50u);
  BOOST_TEST(r.gap > fm::second);
  std::uint64_t sum = r.left_out;
  for (const auto& one : r.runs) sum += one.count;
  BOOST_TEST(sum == 500u);
}

BOOST_AUTO_TEST_SUITE_END()

// How results read, and that nothing is cut without saying so.
#include "tool_support.hpp"
#include "tools/catalog.hpp"
#include "tools/search.hpp"
#include "tools/templates.hpp"
#include "tools/timeline.hpp"

#include <boost/test/unit_test.hpp>

#include <algorithm>

using namespace fm;
using namespace fm::agent;
using namespace fm::agent::tools;

namespace {

bool holds(const tool_result& r, std::string_view words) { return r.text.find(words) != std::string::npos; }

evidence::counted_template counted_as(std::string text, std::uint64_t a, std::uint64_t b,
                                      evidence::severity level = evidence::severity::info) {
  evidence::counted_template t;
  t.text = std::move(text);
  t.level = level;
  t.sides.resize(2);
  t.sides[0].count = a;
  t.sides[1].count = b;
  for (std::uint32_t i = 0; i < 2; ++i) {
    t.sides[i].first = t.sides[i].last = ten;
    t.sides[i].example = line_of(i + 1, 7, "an example");
  }
  return t;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(views)

BOOST_AUTO_TEST_CASE(each_line_of_a_search_is_named_as_it_is_cited) {
  const auto files = some_files();
  const auto plan = plan_search(some_call("search_evidence", R"({"query":"full","evidence":"E2"})"), files);
  evidence::lines_found found;
  found.lines = {line_of(2, 12, "the disk is full"), line_of(2, 90, "still full")};
  found.total = 2, found.looked_at = 500;
  const auto r = show_search(plan, found, files);
  BOOST_TEST(r.text ==
             "2 lines with \"full\", of 500 lines in E2 db.log.gz.\n"
             "E2:12 the disk is full\nE2:90 still full\n");
  BOOST_TEST_REQUIRE(r.citables.size() == 2u);
  BOOST_TEST(r.citables[0].name == "E2:12");
  BOOST_TEST(r.citables[0].text == "the disk is full");
  BOOST_TEST(!r.truncated);
  BOOST_TEST(r.next_cursor == "");
}

BOOST_AUTO_TEST_CASE(a_page_never_has_more_bytes_than_allowed_and_says_where_it_goes_on) {
  const auto files = some_files();
  auto c = some_call("search_evidence", R"({"query":"x","limit":200})");
  const auto plan = plan_search(c, files);
  evidence::lines_found found;
  for (std::uint64_t i = 1; i <= 200; ++i) found.lines.push_back(line_of(1, i, std::string(400, 'x')));
  found.total = 900;
  found.untimed = 3;
  found.overlong = 2;
  const auto r = show_search(plan, found, files);
  BOOST_TEST(r.text.size() <= usual_output_bytes);
  BOOST_TEST(r.text.size() > usual_output_bytes * 8 / 10);
  BOOST_TEST(r.shown < 40u);
  BOOST_TEST(r.shown == r.citables.size());
  BOOST_TEST(r.total == 900u);
  BOOST_TEST(r.truncated);
  BOOST_TEST(holds(r, "Shown: 1 to " + std::to_string(r.shown) + " of 900 lines"));
  BOOST_TEST(holds(r, "3 lines would match, but no time"));
  BOOST_TEST(holds(r, "of 2 lines only the first 64 KB were looked at"));
  BOOST_TEST(holds(r, r.next_cursor));
  c.arguments.set("cursor", r.next_cursor);
  BOOST_TEST(plan_search(c, files).request.skip == r.shown);
}

BOOST_AUTO_TEST_CASE(a_page_beyond_the_end_is_empty_and_the_last) {
  const auto files = some_files();
  auto plan = plan_search(some_call("search_evidence", R"({"query":"x"})"), files);
  plan.page.skip = 1'000;
  evidence::lines_found found;
  found.total = 900;
  const auto r = show_search(plan, found, files);
  BOOST_TEST(r.shown == 0u);
  BOOST_TEST(!r.truncated);
}

BOOST_AUTO_TEST_CASE(what_could_not_be_read_is_said) {
  auto files = some_files();
  files.notes = {"'shot.png' was left out: it is a PNG picture"};
  const auto plan = plan_search(some_call("search_evidence", R"({"query":"x"})"), files);
  evidence::lines_found found;
  found.unread = {{2, "ends in the middle of its compressed data"}};
  const auto r = show_search(plan, found, files);
  BOOST_TEST(holds(r, "E2 'db.log.gz' was not read to its end: it ends in the middle"));
  BOOST_TEST(holds(r, "'shot.png' was left out"));
}

BOOST_AUTO_TEST_CASE(a_query_that_cannot_be_used_is_a_finding) {
  const auto plan =
      plan_search(some_call("search_evidence", R"({"query":"(","kind":"regex"})"), some_files());
  evidence::lines_found found;
  found.bad_query = "the regular expression cannot be used: missing ): (";
  const auto r = show_search(plan, found, some_files());
  BOOST_TEST(r.error == "invalid_arguments");
  BOOST_TEST_REQUIRE(r.findings.size() == 1u);
  BOOST_TEST(r.findings[0].path.at(0) == "query");
  BOOST_TEST(holds(r, "query: the regular expression cannot be used: missing )"));
}

BOOST_AUTO_TEST_CASE(reading_says_what_of_the_range_is_shown) {
  const auto files = some_files();
  const auto c = some_call("read_lines", R"({"evidence":"E1","first":100,"last":2000})");
  const auto plan = plan_read(c, files);
  BOOST_TEST(plan.findings.empty());
  evidence::lines_read found;
  for (std::uint64_t i = 100; i < 600; ++i) found.lines.push_back(line_of(1, i, "line"));
  auto r = show_read(plan, found, files);
  BOOST_TEST(r.shown == 500u);
  BOOST_TEST(r.total == 901u);  // the file has 1,000 lines
  BOOST_TEST(holds(r, "Shown: 1 to 500 of 901 lines"));
  auto next = c;
  next.arguments.set("cursor", r.next_cursor);
  BOOST_TEST(plan_read(next, files).request.first == 600u);
  found.lines.clear();
  found.file_lines = 90;
  r = show_read(plan, found, files);
  BOOST_TEST(r.error == "invalid_arguments");
  BOOST_TEST(holds(r, "should be at most 90: E1 has 90 lines"));
  BOOST_TEST(
      !plan_read(some_call("read_lines", R"({"evidence":"E1","first":5,"last":4})"), files).findings.empty());
}

BOOST_AUTO_TEST_CASE(a_file_that_is_gone_is_said_and_no_failure) {
  const auto plan =
      plan_read(some_call("read_lines", R"({"evidence":"E1","first":1,"last":4})"), some_files());
  evidence::lines_read found;
  found.error = "cannot be opened: it is not there";
  const auto r = show_read(plan, found, some_files());
  BOOST_TEST(r.error == "unreadable");
  BOOST_TEST(holds(r, "'app.log' could not be read: it cannot be opened"));
}

BOOST_AUTO_TEST_CASE(templates_come_in_the_order_that_is_asked_for) {
  const auto files = some_files();
  auto first_of = [&](std::string_view arguments) {
    const auto c = some_call("templates", arguments);
    evidence::templates_counted found;
    found.templates = {counted_as("often <*>", 90, 0), counted_as("early", 5, 0), counted_as("burst", 20, 0)};
    found.templates[0].over_time = {30, 30, 30};
    found.templates[1].over_time = {5, 0, 0};
    found.templates[2].over_time = {0, 0, 50};
    found.templates[1].sides[0].first = ten - minute;
    found.total = 3;
    found.sides = {{115, 0, ten, ten + 3 * minute}};
    found.first = ten, found.last = ten + 3 * minute;
    const auto r = show_templates(c, plan_templates(c, files), found, files);
    BOOST_TEST(holds(r, "3 templates in 115 records of E1 app.log, E2 db.log.gz."));
    BOOST_TEST(holds(r, "left out unless they are named: E3 (manifest)"));
    BOOST_TEST(holds(r, "90x (78.3 %) info \"often <*>\" from 2026-03-01T10:00:00Z"));
    BOOST_TEST(holds(r, "per minute: 30.0 30.0 30.0"));
    BOOST_TEST(r.citables.size() == 3u);
    const auto at = [&](const char* text) { return r.text.find(text); };
    return at("\"often") < std::min(at("\"early"), at("\"burst"))   ? "count"
           : at("\"early") < std::min(at("\"often"), at("\"burst")) ? "first"
                                                                    : "rate";
  };
  BOOST_TEST(first_of("{}") == std::string("count"));
  BOOST_TEST(first_of(R"({"sort":"first"})") == std::string("first"));
  BOOST_TEST(first_of(R"({"sort":"rate"})") == std::string("rate"));
}

BOOST_AUTO_TEST_CASE(only_differences_that_are_no_chance_are_told) {
  evidence::templates_counted found;
  found.templates = {counted_as("same", 100, 108), counted_as("more", 100, 320),
                     counted_as("less", 300, 100), counted_as("chance", 2, 5),
                     counted_as("new", 0, 4),      counted_as("new error", 0, 2, evidence::severity::error),
                     counted_as("gone", 9, 0)};
  std::string out;
  for (const auto& c : differences_of(found, {10, 10})) out += c.what->text + ", ";
  BOOST_TEST(out == "new error, new, gone, more, less, ");
  // In half the time twice as many an hour are the same number.
  out.clear();
  for (const auto& c : differences_of(found, {10, 40})) out += c.what->text + ", ";
  BOOST_TEST(out.find("more") == std::string::npos);
  BOOST_TEST(out.find("same") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(a_comparison_shows_lines_and_rates_of_both_sides) {
  const auto files = some_files();
  const auto plan = plan_compare(
      some_call(
          "compare",
          R"({"a":{"evidence":"E1","to":"2026-03-01T10:29"},"b":{"evidence":"E1","from":"2026-03-01T10:30"}})"),
      files);
  BOOST_TEST(plan.findings.empty());
  BOOST_TEST(plan.request.parts.size() == 2u);
  evidence::templates_counted found;
  found.templates = {counted_as("more", 60, 600)};
  found.total = 1;
  found.sides = {{60, 0, ten, ten + 30 * minute - 1}, {600, 0, ten + 30 * minute, ten + 60 * minute - 1}};
  const auto r = show_compare(plan, found, files);
  BOOST_TEST(holds(r, "1 difference in 1 template; rates are records per minute."));
  BOOST_TEST(
      holds(r, "more in b: a 60x (2.0/min), b 600x (20.0/min) info \"more\"\n  a E1:7 an example\n  b E2:7"));
  BOOST_TEST(r.citables.size() == 2u);
  const auto same =
      plan_compare(some_call("compare", R"({"a":{"evidence":"E1"},"b":{"evidence":"E1"}})"), files);
  BOOST_TEST(!same.findings.empty());
}

BOOST_AUTO_TEST_CASE(a_timeline_is_by_time_and_tells_how_long_things_went_on) {
  const auto files = some_files();
  const auto plan = plan_timeline(some_call("timeline"), files);
  BOOST_TEST((plan.request.least == evidence::severity::warning));
  BOOST_TEST(plan.request.gap == 72 * second);  // an hour in 50 parts
  evidence::runs_found found;
  found.gap = 72 * second;
  found.untimed = 1;
  evidence::event_run run;
  run.begin = line_of(2, 5, "it broke");
  run.begin.time = ten;
  run.level = evidence::severity::error;
  found.runs = {run, run};
  found.runs[1].count = 30, found.runs[1].last = ten + minute, found.runs[1].last_line = 80;
  const auto r = show_timeline(plan, found, files);
  BOOST_TEST(
      holds(r, "2026-03-01T10:00:00Z E2:5 error (30x until 2026-03-01T10:01:00Z, line 80) it broke\n"));
  BOOST_TEST(holds(r, "1 record of that severity state no time"));
  BOOST_TEST(r.total == 2u);
}

BOOST_AUTO_TEST_SUITE_END()

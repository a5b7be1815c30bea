// The actor of the tools, fed by hand.
#include "tool_support.hpp"
#include "tools_step.hpp"

#include <fm/providers/db.hpp>
#include <fm/test/hand.hpp>
#include <fm/test/rows.hpp>

#include <boost/test/unit_test.hpp>

using namespace fm;
using namespace fm::agent;

namespace {

struct handed {
  test::hand<tools_state> h;

  void say(const std::string& tool, const std::string& arguments = "{}") {
    h.say(run_tool{"c", tool, arguments});
    BOOST_TEST_REQUIRE(h.sent<evidence::look_at_case>() != nullptr);
    BOOST_TEST(h.sent<evidence::look_at_case>()->case_id == "c");
    h.answer(h.at(), evidence::case_standing{"investigating", 1});
  }
  /// What the audit log gets; it is answered.
  std::string recorded() {
    // What was asked in vain is withdrawn first.
    std::size_t last = h.out.size() - 1;
    auto* unit = h.sent<db::transact>(last);
    BOOST_TEST_REQUIRE(unit != nullptr);
    BOOST_TEST(unit->unit.at(0).name == "auth.insert_audit");
    std::string out = unit->unit[0].params.at(2).bytes + " " + unit->unit[0].params.at(3).bytes + " " +
                      unit->unit[0].params.at(4).bytes + " " + unit->unit[0].params.at(6).bytes;
    h.answer(h.at(last), test::sets({test::rows({})}));
    return out;
  }
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(steps, handed)

BOOST_AUTO_TEST_CASE(somebody_elses_case_is_not_found_and_nothing_else_is_looked_at) {
  h.say(run_tool{"c", "grep", "{"});
  h.fails(h.at(), ec::not_found, "case c not found");
  BOOST_TEST((h.failed()->code == ec::not_found));
  BOOST_TEST(h.idle());
}

BOOST_AUTO_TEST_CASE(a_search_asks_for_the_files_then_for_the_lines_and_is_recorded) {
  const std::string arguments = R"({"query":"secret words","limit":"7"})";
  say("search_evidence", arguments);
  BOOST_TEST_REQUIRE(h.sent<evidence::list_case_files>() != nullptr);
  h.answer(h.at(), tools::some_files());
  auto* asked = h.sent<evidence::search_lines>();
  BOOST_TEST_REQUIRE(asked != nullptr);
  BOOST_TEST(asked->query == "secret words");
  BOOST_TEST(asked->most == 7u);
  BOOST_TEST(asked->parts.size() == 3u);
  BOOST_TEST((h.out.at(0).after <= 10 * second));  // the deadline of the tool
  evidence::lines_found found;
  found.lines = {tools::line_of(1, 3, "secret words")};
  found.total = 1;
  h.answer(h.at(), found);
  const auto record = recorded();
  BOOST_TEST(record.starts_with("ann tool.run c search_evidence sha256:"), record);
  BOOST_TEST(record.ends_with(" ok"), record);
  BOOST_TEST(record.find("secret") == std::string::npos);
  BOOST_TEST_REQUIRE(h.sent<tool_result>() != nullptr);
  BOOST_TEST(h.sent<tool_result>()->citables.at(0).name == "E1:3");
}

BOOST_AUTO_TEST_CASE(a_call_that_cannot_be_carried_out_is_a_result_that_says_how_it_could) {
  say("grep");
  BOOST_TEST_REQUIRE(h.sent<tool_result>() != nullptr);
  BOOST_TEST(h.sent<tool_result>()->error == "unknown_tool");
  say("read_lines", R"({"evidence":"E1"})");
  BOOST_TEST(recorded().ends_with(" invalid_arguments"));
  BOOST_TEST(h.sent<tool_result>()->findings.size() == 2u);
  say("read_lines", R"({"evidence":"E9","first":1,"last":2})");
  h.answer(h.at(), tools::some_files());
  BOOST_TEST(recorded().ends_with(" invalid_arguments"));
  BOOST_TEST(h.sent<tool_result>()->text.find("there is no evidence 'E9'; there is E1 (app.log)") !=
             std::string::npos);
}

BOOST_AUTO_TEST_CASE(what_fails_or_takes_too_long_fails_and_is_recorded) {
  say("timeline");
  h.answer(h.at(), tools::some_files());
  BOOST_TEST_REQUIRE(h.sent<evidence::find_runs>() != nullptr);
  h.fails(h.at(), ec::timeout);
  BOOST_TEST(recorded().ends_with(" timeout"));
  BOOST_TEST((h.failed()->code == ec::timeout));
  say("templates");
  h.fails(h.at(), ec::busy);
  BOOST_TEST(recorded().ends_with(" busy"));
  BOOST_TEST((h.failed()->code == ec::busy));
}

BOOST_AUTO_TEST_CASE(a_call_that_cannot_be_recorded_has_no_result) {
  say("similar_cases");
  BOOST_TEST_REQUIRE(h.sent<look_at_past_cases>() != nullptr);
  h.answer(h.at(), past_cases{});
  h.fails(h.at(), ec::unavailable);
  BOOST_TEST((h.failed()->code == ec::unavailable));
}

BOOST_AUTO_TEST_CASE(every_tool_of_the_list_has_somebody_who_runs_it) {
  h.say(list_tools{});
  BOOST_TEST_REQUIRE(h.sent<tool_list>() != nullptr);
  const auto all = h.sent<tool_list>()->tools;
  BOOST_TEST(all.size() == 7u);
  for (const auto& t : all) {
    say(t.name, t.name == "search_knowledge" ? R"({"query":"q"})"
                : t.name == "read_lines"     ? R"({"evidence":"E1","first":1,"last":2})"
                : t.name == "compare"        ? R"({"a":{"evidence":"E1"},"b":{"evidence":"E2"}})"
                                             : R"({})");
    h.fails(h.at(), ec::unavailable);
    BOOST_TEST(recorded().ends_with(" unavailable"), t.name);  // and not "internal"
  }
}

BOOST_AUTO_TEST_SUITE_END()

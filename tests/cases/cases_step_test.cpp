// What is said of all cases.
#include "cases_step.hpp"

#include "case_support.hpp"

#include <fm/evidence/messages.hpp>
#include <fm/sessions/messages.hpp>

using namespace fm::cases;
using fm::ec;
using fm::test::example_case, fm::test::hand, fm::test::rows_of;
namespace db = fm::db;

namespace {

db::row_set number(std::int64_t n) {
  db::row_set out;
  out.rows.push_back({db::value(n)});
  return out;
}

}  // namespace

BOOST_AUTO_TEST_CASE(a_new_case_belongs_to_the_caller_and_is_answered_once_it_is_stored) {
  hand<cases_state> h;
  h.say(create_case{.title = "Orders fail",
                    .description = {},
                    .priority = "high",
                    .category = {},
                    .tags = {"a"},
                    .context = {},
                    .metadata = R"({"via":"x"})"});
  BOOST_TEST_REQUIRE(h.sent<db::transact>());
  std::vector<std::string> unit;
  for (const auto& o : h.sent<db::transact>()->unit) unit.push_back(o.name);
  BOOST_TEST(
      (unit == std::vector<std::string>{"cases.insert_case", "cases.keep_details", "cases.count_change"}));
  h.answer(h.at(), db::unit_result{});
  auto* c = h.sent<case_record>();
  BOOST_TEST_REQUIRE(c);
  BOOST_TEST(c->owner == "ann");
  BOOST_TEST(c->status == "consulting");
  BOOST_TEST(c->id.size() == 36u);
  BOOST_TEST(c->id[14] == '7');
  BOOST_TEST(c->metadata == R"({"client":{"via":"x"}})");
}

BOOST_AUTO_TEST_CASE(a_case_that_could_not_be_stored_is_not_made) {
  hand<cases_state> h;
  h.say(create_case{.title = "Orders fail", .description = {}, .category = {}, .tags = {}, .context = {}});
  h.fails(h.at(), ec::storage_full);
  BOOST_TEST((h.failed()->code == ec::storage_full));
}

BOOST_AUTO_TEST_CASE(a_case_without_a_title_is_named_by_its_number_of_the_day) {
  hand<cases_state> h;
  h.say(create_case{});
  BOOST_TEST_REQUIRE(h.sent<db::transact>());
  BOOST_TEST(h.sent<db::transact>()->unit.at(0).name == "cases.count_day");
  db::unit_result counted;
  counted.sets.push_back(number(3));
  h.answer(h.at(), counted);
  BOOST_TEST(h.sent<db::transact>()->unit.at(0).name == "cases.insert_case");
  h.answer(h.at(), db::unit_result{});
  BOOST_TEST(h.sent<case_record>()->title == "Case-0101-3");
  BOOST_TEST(h.sent<case_record>()->title_kind == "automatic");
}

BOOST_AUTO_TEST_CASE(a_sleeping_case_is_read_from_storage_and_woken_when_it_is_read_again) {
  hand<cases_state> h;
  h.say(get_case{"c1"});
  h.answer(h.at(), rows_of(example_case()));
  BOOST_TEST(h.out.size() == 1u);
  BOOST_TEST(h.sent<case_record>());
  h.say(get_case{"c1"});
  h.answer(h.at(), rows_of(example_case()));
  BOOST_TEST(h.sent<wake_case>(0)->case_id == "c1");
  BOOST_TEST(h.sent<case_record>(1));
}

BOOST_AUTO_TEST_CASE(a_sleeping_case_of_somebody_else_is_not_found) {
  hand<cases_state> h;
  h.ctx.user = "bob";
  h.say(get_case{"c1"});
  h.answer(h.at(), rows_of(example_case()));
  BOOST_TEST((h.failed()->code == ec::not_found));
}

BOOST_AUTO_TEST_CASE(a_list_counts_and_reads_at_once) {
  hand<cases_state> h;
  h.say(list_cases{});
  BOOST_TEST_REQUIRE(h.out.size() == 2u);
  auto count = h.at(0), list = h.at(1);
  h.answer(list, rows_of(example_case()));
  h.answer(count, number(7));
  BOOST_TEST(h.sent<case_page>()->total == 7u);
  BOOST_TEST(h.sent<case_page>()->cases.size() == 1u);
}

BOOST_AUTO_TEST_CASE(what_belongs_to_a_case_is_listed_only_after_the_case_was_the_callers) {
  hand<cases_state> h;
  h.say(list_messages{"c1", 50, 0});
  BOOST_TEST_REQUIRE(h.sent<get_case>());
  h.fails(h.at(), ec::not_found);
  BOOST_TEST((h.failed()->code == ec::not_found));
  h.say(list_hypotheses{"c1"});
  BOOST_TEST(h.sent<get_case>());
  h.answer(h.at(), example_case());
  h.answer(h.at(), db::row_set{});
  BOOST_TEST(h.sent<hypothesis_list>());
  h.say(list_solutions{"c1"});
  h.answer(h.at(), example_case());
  h.answer(h.at(), db::row_set{});
  BOOST_TEST(h.sent<solution_list>());
  h.say(list_messages{"c1", 50, 0});
  auto c = example_case();
  c.message_count = 4;
  h.answer(h.at(), c);
  h.answer(h.at(), db::row_set{});
  BOOST_TEST(h.sent<message_page>()->total == 4u);
  h.say(list_questions{"c1"});
  h.answer(h.at(), example_case());
  auto count = h.at(0), list = h.at(1);
  h.answer(count, number(1));
  case_message question{"m1", "c1", "user", "why?", "", 1, "answered", "", 5};
  auto row = store::insert_message(question).params;
  row.emplace_back("m2");
  db::row_set rows;
  rows.rows.push_back(row);
  h.answer(list, rows);
  BOOST_TEST_REQUIRE(h.sent<question_page>());
  BOOST_TEST(h.sent<question_page>()->questions.at(0).answer_id == "m2");
}

BOOST_AUTO_TEST_CASE(the_cases_of_a_session_are_those_of_its_user_once_the_session_is_the_callers) {
  hand<cases_state> h;
  h.say(list_session_cases{"s1"});
  BOOST_TEST_REQUIRE(h.sent<fm::sessions::get_session>());
  BOOST_TEST(h.sent<fm::sessions::get_session>()->user == "ann");
  h.fails(h.at(), ec::not_found);
  BOOST_TEST((h.failed()->code == ec::not_found));
  h.say(list_session_cases{"s1"});
  h.answer(h.at(), fm::sessions::session_record{});
  auto count = h.at(0), list = h.at(1);
  h.answer(count, number(1));
  h.answer(list, rows_of(example_case()));
  BOOST_TEST(h.sent<case_page>()->cases.size() == 1u);
}

BOOST_AUTO_TEST_CASE(a_search_asks_once_and_says_whether_more_follows) {
  hand<cases_state> h;
  search_cases m;
  m.limit = 1;
  h.say(m);
  auto found = rows_of(example_case());
  found.rows.push_back(found.rows.front());
  h.answer(h.at(), found);
  BOOST_TEST(h.sent<case_page>()->cases.size() == 1u);
  BOOST_TEST(h.sent<case_page>()->more);
}

BOOST_AUTO_TEST_CASE(statistics_are_asked_all_at_once) {
  hand<cases_state> h;
  h.say(get_statistics{});
  BOOST_TEST_REQUIRE(h.out.size() == 5u);
  auto first = h.at(0), second = h.at(1), third = h.at(2), fourth = h.at(3), fifth = h.at(4);
  db::row_set counts;
  counts.rows.push_back({"closed", "low", 2});
  h.answer(first, counts);
  h.answer(second, number(1));
  h.answer(third, number(5));
  h.answer(fourth, number(6));
  db::row_set times;
  times.rows.push_back({2, 7'200});
  h.answer(fifth, times);
  auto* out = h.sent<case_statistics>();
  BOOST_TEST_REQUIRE(out);
  BOOST_TEST(out->counts.at(0).cases == 2u);
  BOOST_TEST(out->resolved_this_week == 1u);
  BOOST_TEST(out->created_this_month == 6u);
  BOOST_TEST(out->resolution_hours == 1.0);
}

BOOST_AUTO_TEST_CASE(trends_have_every_day_of_the_window_and_no_other) {
  hand<cases_state> h;
  h.say(get_trends{3});
  auto created = h.at(0), resolved = h.at(1), closed = h.at(2);
  db::row_set days;
  days.rows.push_back({-1, 4});
  days.rows.push_back({0, 2});
  days.rows.push_back({1, 9});  // tomorrow, by a clock that was set back
  h.answer(created, days);
  h.answer(resolved, db::row_set{});
  h.answer(closed, db::row_set{});
  auto* out = h.sent<case_trends>();
  BOOST_TEST_REQUIRE(out);
  BOOST_TEST_REQUIRE(out->days.size() == 3u);
  BOOST_TEST(out->days[0].day == -2);
  BOOST_TEST(out->days[0].created == 0u);
  BOOST_TEST(out->days[1].created == 4u);
  BOOST_TEST(out->days[2].created == 2u);
}

BOOST_AUTO_TEST_CASE(the_numbers_of_a_case_come_from_its_parts_and_its_evidence) {
  hand<cases_state> h;
  h.say(get_analytics{"c1"});
  auto c = example_case();
  c.resolved = c.created + 120 * fm::second;
  h.answer(h.at(), c);
  BOOST_TEST_REQUIRE(h.sent<fm::evidence::list_evidence>(1));
  auto parts = h.at(0), evidence = h.at(1);
  db::row_set numbers;
  numbers.rows.push_back({2, 1, 10 * fm::second, 13 * fm::second});
  h.answer(parts, numbers);
  fm::evidence::evidence_page page;
  page.total = 7;
  h.answer(evidence, page);
  auto* out = h.sent<case_analytics>();
  BOOST_TEST_REQUIRE(out);
  BOOST_TEST(out->hypotheses == 2u);
  BOOST_TEST(out->evidence == 7u);
  BOOST_TEST(out->resolution_minutes == 2);
  BOOST_TEST(out->first_response_seconds == 3);
}

BOOST_AUTO_TEST_CASE(a_view_holds_the_case_with_its_parts_and_the_latest_evidence) {
  hand<cases_state> h;
  h.say(get_view{"c1"});
  h.answer(h.at(), example_case());
  BOOST_TEST_REQUIRE(h.sent<fm::evidence::list_evidence>(2));
  BOOST_TEST(h.sent<fm::evidence::list_evidence>(2)->limit == 5u);
  auto hypotheses = h.at(0), solutions = h.at(1), evidence = h.at(2);
  h.answer(hypotheses, db::row_set{});
  h.answer(solutions, db::row_set{});
  h.answer(evidence, fm::evidence::evidence_page{});
  BOOST_TEST(h.sent<case_view>());
}

BOOST_AUTO_TEST_CASE(questions_that_a_stop_left_open_are_marked_at_start) {
  hand<cases_state> h;
  h.say(settle_interrupted{});
  db::unit_result r;
  r.sets.resize(1);
  r.sets[0].changed = 3;
  h.answer(h.at(), r);
  // Cases of an older schema are made searchable, as long as there are any.
  BOOST_TEST(h.sent<db::query>()->read.name == "cases.unsearchable_cases");
  h.answer(h.at(), rows_of(example_case()));
  BOOST_TEST(h.sent<db::transact>()->unit.at(0).name == "cases.make_searchable");
  h.answer(h.at(), db::unit_result{});
  BOOST_TEST(*h.sent<std::uint64_t>() == 3u);
}

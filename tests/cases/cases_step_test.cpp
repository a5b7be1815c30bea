// What is said of all cases.
#include "cases_step.hpp"

#include "case_support.hpp"

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
  h.say(create_case{"Orders fail", "", "high", "", {"a"}, ""});
  BOOST_TEST_REQUIRE(h.sent<db::transact>());
  BOOST_TEST(h.sent<db::transact>()->unit.at(0).name == "cases.insert_case");
  h.answer(h.at(), db::unit_result{});
  auto* c = h.sent<case_record>();
  BOOST_TEST_REQUIRE(c);
  BOOST_TEST(c->owner == "ann");
  BOOST_TEST(c->status == "consulting");
  BOOST_TEST(c->id.size() == 36u);
  BOOST_TEST(c->id[14] == '7');
}

BOOST_AUTO_TEST_CASE(a_case_that_could_not_be_stored_is_not_made) {
  hand<cases_state> h;
  h.say(create_case{"Orders fail", "", "high", "", {}, ""});
  h.fails(h.at(), ec::storage_full);
  BOOST_TEST((h.failed()->code == ec::storage_full));
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
  h.say(list_cases{"", 20, 0});
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
  h.answer(h.at(), example_case());
  auto count = h.at(0), list = h.at(1);
  h.answer(count, number(0));
  h.answer(list, db::row_set{});
  BOOST_TEST(h.sent<message_page>());
}

BOOST_AUTO_TEST_CASE(questions_that_a_stop_left_open_are_marked_at_start) {
  hand<cases_state> h;
  h.say(settle_interrupted{});
  db::unit_result r;
  r.sets.resize(1);
  r.sets[0].changed = 3;
  h.answer(h.at(), r);
  BOOST_TEST(*h.sent<std::uint64_t>() == 3u);
}

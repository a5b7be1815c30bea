// The SQL of the cases on a real database.
#include "case_store.hpp"
#include "fm/cases/spawn.hpp"
#include "message_store.hpp"
#include "overview_store.hpp"

#include <fm/sqlite/open.hpp>
#include <fm/test/temp_folder.hpp>

#include <boost/test/unit_test.hpp>

#include <limits>

using namespace fm::cases;
namespace db = fm::db;

namespace {

struct stored_cases {
  fm::test::temp_folder folder;
  std::unique_ptr<db::database> database;
  std::unique_ptr<db::connection> reader, writer;

  stored_cases() {
    auto opened = fm::sqlite::open(folder / "cases.db", {schema()});
    BOOST_TEST_REQUIRE(bool(opened));
    database = std::move(*opened);
    reader = database->reader();
    writer = database->writer();
  }
  fm::outcome<db::unit_result> write(std::vector<db::operation> unit) {
    db::transact t{std::move(unit)};
    const db::transact* one = &t;
    return std::move(writer->write({&one, 1}).at(0));
  }
  db::row_set read(const db::operation& what) {
    auto r = reader->read(what);
    BOOST_TEST_REQUIRE(bool(r));
    return std::move(*r);
  }
};

case_record example(const std::string& id, fm::micros updated = 1) {
  case_record c;
  c.id = id;
  c.owner = "ann";
  c.title = "Orders fail";
  c.description = "since noon";
  c.category = "database";
  c.tags = {"a", "b"};
  c.context = R"({"k":1})";
  c.metadata = "{}";
  c.created = 1;
  c.updated = updated;
  return c;
}

}  // namespace

BOOST_FIXTURE_TEST_SUITE(case_store, stored_cases)

BOOST_AUTO_TEST_CASE(a_case_comes_back_as_it_was_stored) {
  auto c = example("c1");
  BOOST_TEST(bool(write(store::insert_case(c))));
  BOOST_TEST((store::case_of(std::move(read(store::whole_case_by_id("c1")).rows.at(0))) == c));
  auto bare = example("c2");
  bare.category.clear();
  bare.tags.clear();
  BOOST_TEST(bool(write(store::insert_case(bare))));
  BOOST_TEST((store::case_of(std::move(read(store::whole_case_by_id("c2")).rows.at(0))) == bare));
}

BOOST_AUTO_TEST_CASE(a_case_without_details_gets_no_row_for_them_until_it_has_some) {
  auto c = example("c1");
  c.context = "{}";
  BOOST_TEST(bool(write(store::insert_case(c))));
  BOOST_TEST(store::insert_case(c).size() == 2u);
  BOOST_TEST((store::case_of(std::move(read(store::whole_case_by_id("c1")).rows.at(0))) == c));
  auto later = c;
  later.version = 2;
  later.metadata = R"({"x":1})";
  std::vector<db::operation> unit;
  store::add_update(unit, c, later);
  BOOST_TEST(bool(write(unit)));
  BOOST_TEST((store::case_of(std::move(read(store::whole_case_by_id("c1")).rows.at(0))) == later));
  later.metadata.clear();
  later.context.clear();
  BOOST_TEST((store::case_of(std::move(read(store::case_by_id("c1")).rows.at(0))) == later));
}

BOOST_AUTO_TEST_CASE(an_update_needs_the_version_before_it) {
  auto c = example("c1");
  BOOST_TEST(bool(write(store::insert_case(c))));
  c.version = 2;
  c.status = "investigating";
  c.metadata = R"({"x":1})";
  std::vector<db::operation> unit;
  store::add_update(unit, example("c1"), c);
  BOOST_TEST(bool(write(unit)));
  BOOST_TEST((store::case_of(std::move(read(store::whole_case_by_id("c1")).rows.at(0))) == c));
  auto again = write(unit);
  BOOST_TEST_REQUIRE(!again);
  BOOST_TEST((again.error().code == fm::ec::conflict));
  BOOST_TEST(store::case_of(std::move(read(store::whole_case_by_id("c1")).rows.at(0))).status ==
             "investigating");
}

BOOST_AUTO_TEST_CASE(lists_hold_the_owners_cases_last_changed_first) {
  for (int i = 0; i < 5; ++i)
    BOOST_TEST(bool(write(store::insert_case(example("c" + std::to_string(i), i)))));
  auto other = example("x", 9);
  other.owner = "bob";
  BOOST_TEST(bool(write(store::insert_case(other))));
  list_cases m;
  m.limit = 2;
  m.offset = 1;
  auto page = store::page_of(read(store::list_cases("ann", m)), m.limit);
  BOOST_TEST_REQUIRE(page.cases.size() == 2u);
  BOOST_TEST(page.cases[0].id == "c3");
  BOOST_TEST(page.cases[1].id == "c2");
  BOOST_TEST(page.more);
  m.offset = 0;
  m.after_updated = 2;
  m.after_id = "c2";
  page = store::page_of(read(store::list_cases("ann", m)), m.limit);
  BOOST_TEST_REQUIRE(page.cases.size() == 2u);
  BOOST_TEST(page.cases[0].id == "c1");
  BOOST_TEST(!page.more);
  m.priority = "medium";  // goes the way of a search
  page = store::page_of(read(store::list_cases("ann", m)), m.limit);
  BOOST_TEST(page.cases.size() == 2u);
  m.priority = "high";
  BOOST_TEST(read(store::list_cases("ann", m)).rows.empty());
  BOOST_TEST(read(store::count_cases("ann", "", "")).rows.at(0).at(0).integer == 5);
  BOOST_TEST(read(store::count_cases("ann", "", "high")).rows.at(0).at(0).integer == 0);
  BOOST_TEST(read(store::count_cases("ann", "closed", "")).rows.at(0).at(0).integer == 0);
  list_cases of_status;
  of_status.status = "consulting";
  BOOST_TEST(read(store::list_cases("ann", of_status)).rows.size() == 5u);
}

BOOST_AUTO_TEST_CASE(what_belongs_to_a_case_comes_back_and_goes_with_it) {
  BOOST_TEST(bool(write(store::insert_case(example("c1")))));
  case_message question{"m1", "c1", "user", "why?", R"({"a":1})", 1, "asked", "", 5};
  case_message said{"m2", "c1", "assistant", "because", "", 1, "done", "m1", 6};
  hypothesis_record h;
  h.id = "h1", h.case_id = "c1", h.title = "t", h.created = h.updated = 3;
  solution_record s{"s1", "c1", "fix", "do it", {"one", "two"}, true, 4};
  BOOST_TEST(bool(write({store::insert_message(question), store::insert_message(said),
                         store::insert_hypothesis(h), store::insert_solution(s)})));
  auto messages = read(store::list_messages("c1", 10, 0));
  BOOST_TEST_REQUIRE(messages.rows.size() == 2u);
  auto first = store::message_of(messages.rows[0]);
  BOOST_TEST(first.content == "why?");
  BOOST_TEST(first.state == "asked");
  BOOST_TEST(store::message_of(messages.rows[1]).reply_to == "m1");
  auto questions = read(store::list_questions("c1", 10, 0));
  BOOST_TEST_REQUIRE(questions.rows.size() == 1u);
  BOOST_TEST(questions.rows[0].back().bytes == "m2");
  BOOST_TEST(read(store::count_questions("c1")).rows.at(0).at(0).integer == 1);
  auto parts = read(store::parts_of_case("c1")).rows.at(0);
  BOOST_TEST(parts.at(0).integer == 1);
  BOOST_TEST(parts.at(2).integer == 5);
  auto back = store::hypothesis_of(read(store::hypothesis_by_id("c1", "h1")).rows.at(0));
  BOOST_TEST(back.confidence == -1);
  h.confidence = .5;
  h.validated = true;
  h.notes = "seen";
  BOOST_TEST(bool(write({store::update_hypothesis(h)})));
  back = store::hypothesis_of(read(store::list_hypotheses("c1")).rows.at(0));
  BOOST_TEST(back.confidence == .5);
  BOOST_TEST(back.validated);
  BOOST_TEST(back.notes == "seen");
  auto solution = store::solution_of(read(store::list_solutions("c1")).rows.at(0));
  BOOST_TEST((solution.steps == std::vector<std::string>{"one", "two"}));
  BOOST_TEST(solution.implemented);

  auto failed = write({store::fail_asked_messages(std::numeric_limits<fm::micros>::max())});
  BOOST_TEST(failed->sets.at(0).changed == 1);
  BOOST_TEST(bool(write(store::delete_case(example("c1")))));
  BOOST_TEST(read(store::list_messages("c1", 10, 0)).rows.empty());
  BOOST_TEST(read(store::count_cases("ann", "", "")).rows.at(0).at(0).integer == 0);
  BOOST_TEST(read(store::list_hypotheses("c1")).rows.empty());
  BOOST_TEST(read(store::list_solutions("c1")).rows.empty());
}

BOOST_AUTO_TEST_CASE(a_message_needs_its_case) {
  auto refused = write({store::insert_message({"m1", "gone", "user", "x", "", 0, "done", "", 1})});
  BOOST_TEST_REQUIRE(!refused);
  BOOST_TEST((refused.error().code == fm::ec::conflict));
}

BOOST_AUTO_TEST_SUITE_END()

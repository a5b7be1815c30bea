// Searches, numbers and the upgrade of an older database, on a real one.
#include "case_store.hpp"
#include "fm/cases/spawn.hpp"
#include "message_store.hpp"
#include "overview_store.hpp"

#include <fm/sqlite/open.hpp>
#include <fm/test/rows.hpp>
#include <fm/test/temp_folder.hpp>

#include <boost/test/unit_test.hpp>

#include <optional>

using namespace fm::cases;
namespace db = fm::db;

namespace {

constexpr fm::micros day = 86'400'000'000;

struct searched_cases {
  fm::test::temp_folder folder;
  std::optional<fm::test::store_fixture> data;

  explicit searched_cases(const db::schema& s = schema()) { open(s); }
  void open(const db::schema& s) {
    data.reset();
    auto opened = fm::sqlite::open(folder / "cases.db", {s});
    BOOST_TEST_REQUIRE(bool(opened));
    data.emplace(std::move(*opened));
  }
  case_record add(const std::string& id, const std::string& title, const std::string& description = "",
                  std::vector<std::string> tags = {}) {
    case_record c;
    c.id = id;
    c.owner = "ann";
    c.title = title;
    c.description = description;
    c.tags = std::move(tags);
    c.created = c.updated = ++last;
    data->write(store::insert_case(c));
    return c;
  }
  std::string found(const search_cases& m) {
    std::string ids;
    for (const auto& c : store::page_of(data->read(store::search_cases("ann", m)), m.limit).cases)
      ids += (ids.empty() ? "" : " ") + c.id;
    return ids;
  }
  std::string found(const std::string& query) {
    search_cases m;
    m.query = query;
    return found(m);
  }
  void change(const case_record& before, case_record& after) {
    after.version = before.version + 1;
    after.updated = ++last;
    std::vector<db::operation> unit;
    store::add_update(unit, before, after);
    data->write(unit);
  }
  fm::micros last = 100 * day;
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(case_search, searched_cases)

BOOST_AUTO_TEST_CASE(a_part_of_title_or_description_is_found_whatever_its_letters) {
  add("c1", "Ärger mit ORDERS", "seit Mittag");
  add("c2", "Users", "orders are 100% slow");
  add("c3", "Пул переполнен");
  BOOST_TEST(found("orders") == "c2 c1");
  BOOST_TEST(found("ÄRGER") == "c1");
  BOOST_TEST(found("ПУЛ") == "c3");
  BOOST_TEST(found("100%") == "c2");
  BOOST_TEST(found("o_ders").empty());
  BOOST_TEST(found("orders seit").empty());  // title and description are two texts
  BOOST_TEST(found("") == "c3 c2 c1");
}

BOOST_AUTO_TEST_CASE(what_an_index_does_not_hold_is_found_too_and_forgotten_when_it_goes) {
  auto c = add("c1", "T", std::string(3'000, 'x') + " Needle", {"first"});
  BOOST_TEST(found("needle") == "c1");
  auto shorter = c;
  shorter.description = "nothing";
  change(c, shorter);
  BOOST_TEST(found("needle").empty());
  auto longer = shorter;
  longer.description = std::string(4'000, 'y') + " needle";
  change(shorter, longer);
  BOOST_TEST(found("NEEDLE") == "c1");
  BOOST_TEST(found("t") == "c1");
}

BOOST_AUTO_TEST_CASE(filters_combine_and_tags_match_on_any) {
  add("c1", "One", "", {"a", "b"});
  auto second = add("c2", "Two", "", {"c"});
  std::vector<std::string> many;
  for (int i = 0; i < 100; ++i) many.push_back("tag" + std::to_string(i));
  add("c3", "Three", "", many);
  search_cases m;
  m.tags = {"b", "c"};
  BOOST_TEST(found(m) == "c2 c1");
  m.tags = {"tag99"};
  BOOST_TEST(found(m) == "c3");
  m.tags = {"tag9x", "ab"};
  BOOST_TEST(found(m).empty());
  m.tags.clear();
  auto closed = second;
  closed.status = "closed";
  closed.priority = "high";
  closed.category = "db";
  closed.closed = closed.created;
  change(second, closed);
  BOOST_TEST(found(m) == "c3 c1");
  m.with_closed = true;
  BOOST_TEST(found(m) == "c2 c3 c1");
  m.with_closed = false;
  m.status = "closed";
  BOOST_TEST(found(m) == "c2");
  m.priority = "low";
  BOOST_TEST(found(m).empty());
  m.priority = "high";
  m.category = "db";
  BOOST_TEST(found(m) == "c2");
  m.created_after = closed.created + 1;
  BOOST_TEST(found(m).empty());
  m.created_after = closed.created;
  m.created_before = closed.created;
  BOOST_TEST(found(m) == "c2");
}

BOOST_AUTO_TEST_CASE(past_cases_tell_what_they_were_about_and_how_they_ended) {
  add("c1", "Disk full", std::string(9'000, 'x'));
  add("c2", "Slow");
  case_record other;
  other.id = "c3", other.owner = "eve", other.title = "Secret", other.created = other.updated = ++last;
  data->write(store::insert_case(other));
  int number = 0;
  auto suppose = [&](const std::string& title, double confidence, const std::string& status) {
    hypothesis_record h;
    h.id = "h" + std::to_string(++number), h.case_id = "c1", h.title = title, h.confidence = confidence;
    h.status = status, h.validated = status == "validated";
    data->write({store::insert_hypothesis(h)});
  };
  auto cause = [&] {
    const auto all = store::past_cases_of(data->read(store::past_cases("ann", 10)),
                                          data->read(store::past_hypotheses("ann", 10)),
                                          data->read(store::past_solutions("ann", 10)));
    BOOST_TEST_REQUIRE(all.size() == 2u);  // and not those of others
    BOOST_TEST(all[0].id == "c2");
    BOOST_TEST(all[1].problem.size() == 4'000u);
    return all[1].root_cause + "/" + std::to_string(all[1].solutions.size());
  };
  suppose("perhaps", .4, "captured");
  suppose("wrong", .9, "refuted");
  BOOST_TEST(cause() == "/0");
  suppose("likely", .7, "captured");
  suppose("likelier", .8, "captured");
  BOOST_TEST(cause() == "likelier/0");
  suppose("sure", .5, "validated");
  solution_record s;
  s.id = "s1", s.case_id = "c1", s.title = "Remove archives";
  data->write({store::insert_solution(s)});
  BOOST_TEST(cause() == "sure/1");
  BOOST_TEST(data->read(store::past_cases("ann", 1)).rows.size() == 1u);
}

BOOST_AUTO_TEST_CASE(pages_of_a_search_follow_each_other) {
  for (int i = 1; i <= 5; ++i) add("c" + std::to_string(i), "Same");
  search_cases m;
  m.query = "same";
  m.limit = 2;
  BOOST_TEST(found(m) == "c5 c4");
  m.offset = 4;
  BOOST_TEST(found(m) == "c1");
  BOOST_TEST(!store::page_of(data->read(store::search_cases("ann", m)), m.limit).more);
}

BOOST_AUTO_TEST_CASE(numbers_follow_every_change) {
  auto c = add("c1", "One");
  add("c2", "Two");
  auto resolved = c;
  resolved.status = "resolved";
  resolved.resolved = c.created + 7'200'000'000;
  change(c, resolved);
  auto counts = store::counts_of(data->read(store::counts("ann")));
  BOOST_TEST_REQUIRE(counts.size() == 2u);
  BOOST_TEST(counts[0].status == "consulting");
  BOOST_TEST(counts[1].status == "resolved");
  BOOST_TEST(counts[1].cases == 1u);
  BOOST_TEST(data->read(store::resolved_since("ann", resolved.resolved)).rows.at(0).at(0).integer == 1);
  BOOST_TEST(data->read(store::resolved_since("ann", resolved.resolved + 1)).rows.at(0).at(0).integer == 0);
  BOOST_TEST(data->read(store::created_since("ann", 0)).rows.at(0).at(0).integer == 2);
  auto time = data->read(store::resolution_time("ann")).rows.at(0);
  BOOST_TEST(time.at(0).integer == 1);
  BOOST_TEST(time.at(1).integer == 7'200);
  auto days = data->read(store::days("ann", "created", 0));
  BOOST_TEST_REQUIRE(days.rows.size() == 1u);
  BOOST_TEST(days.rows[0].at(0).integer == 100);
  BOOST_TEST(days.rows[0].at(1).integer == 2);
  BOOST_TEST(data->read(store::days("ann", "resolved", 0)).rows.size() == 1u);
  BOOST_TEST(data->read(store::days("ann", "closed", 0)).rows.empty());
  data->write(store::delete_case(resolved));
  BOOST_TEST(store::counts_of(data->read(store::counts("ann"))).size() == 1u);
}

BOOST_AUTO_TEST_CASE(the_numbers_of_a_day_are_given_once) {
  for (int i = 1; i <= 3; ++i)
    BOOST_TEST(data->write({store::count_day("ann", 7)}).sets.at(0).rows.at(0).at(0).integer == i);
  BOOST_TEST(data->write({store::count_day("bob", 7)}).sets.at(0).rows.at(0).at(0).integer == 1);
  BOOST_TEST(data->write({store::count_day("ann", 8)}).sets.at(0).rows.at(0).at(0).integer == 1);
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_AUTO_TEST_CASE(a_database_of_the_first_schema_keeps_its_cases_and_is_filled_up) {
  const db::schema first{
      {schema().migrations.front()},
      {{"old.insert",
        "insert into cases values ($1, 'ann', 'Ärger', 'd', 'resolved', 'low', null, '[]', "
        "'{\"k\":1}', '{\"m\":2}', 86400000000, 1, 2, null, 1, 0)"},
       {"old.say",
        "insert into case_messages values ($1, $2, 'user', 'why', null, 1, 'answered', "
        "null, 5)"}}};
  searched_cases world(first);
  world.data->write({{"old.insert", {"c1"}}, {"old.insert", {"c2"}}, {"old.say", {"m1", "c1"}}});
  world.open(schema());
  auto c = store::case_of(std::move(world.data->read(store::whole_case_by_id("c1")).rows.at(0)));
  BOOST_TEST(c.context == R"({"k":1})");
  BOOST_TEST(c.metadata == R"({"m":2})");
  BOOST_TEST(c.message_count == 1u);
  BOOST_TEST(c.title_kind == "given");
  BOOST_TEST(world.data->read(store::list_messages("c1", 9, 0)).rows.size() == 1u);
  auto counts = store::counts_of(world.data->read(store::counts("ann")));
  BOOST_TEST_REQUIRE(counts.size() == 1u);
  BOOST_TEST(counts[0].cases == 2u);
  BOOST_TEST(world.data->write({store::count_day("ann", 1)}).sets.at(0).rows.at(0).at(0).integer == 3);
  auto old = world.data->read(store::unsearchable_cases(10));
  BOOST_TEST(old.rows.size() == 2u);
  for (auto& r : old.rows) world.data->write(store::make_searchable(store::case_of(std::move(r))));
  BOOST_TEST(world.data->read(store::unsearchable_cases(10)).rows.empty());
  BOOST_TEST(world.found("ärGER") == "c2 c1");
}

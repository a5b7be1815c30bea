// The SQL of the reports module on SQLite.
#include "report_store.hpp"

#include <fm/cases/spawn.hpp>
#include <fm/sqlite/open.hpp>
#include <fm/test/rows.hpp>
#include <fm/test/temp_folder.hpp>

#include <boost/test/unit_test.hpp>

using namespace fm;
namespace store = fm::reports::store;

namespace {

std::unique_ptr<db::database> opened_in(const test::temp_folder& folder) {
  auto r = sqlite::open(folder / "fm.db", {cases::schema(), store::schema()});
  if (!r) throw std::runtime_error(r.error().text);
  return std::move(*r);
}

struct reports_on_disk {
  test::temp_folder folder;
  test::store_fixture on{opened_in(folder)};

  reports_on_disk() {
    for (const auto* id : {"c", "d"})
      on.write({{"cases.insert_case",
                 {id,          "ann",       "t", "", "resolved", "medium",    db::value(), "[]", 1,  1,
                  db::value(), db::value(), 1,   0,  "given",    db::value(), 0,           "t",  "", 0}}});
  }
  /// The version that was given, or 0 for none.
  std::uint32_t add(const std::string& id, const std::string& type = "runbook",
                    const std::string& case_id = "c") {
    reports::report_record r;
    r.id = id, r.case_id = case_id, r.type = type, r.title = "T", r.content = "# T", r.document = "{}";
    r.took_ms = 12, r.created = 5, r.generated = 6;
    auto rows = on.write({store::insert(r)}).sets.at(0).rows;
    return rows.empty() ? 0 : static_cast<std::uint32_t>(rows.front().at(0).integer);
  }
  std::vector<reports::report_record> list(const std::string& case_id = "c") {
    return store::records_of(on.read(store::of_case(case_id)));
  }
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(report_store, reports_on_disk)

BOOST_AUTO_TEST_CASE(versions_count_up_per_type_and_case_and_the_newest_is_current) {
  BOOST_TEST(add("r1") == 1u);
  BOOST_TEST(add("r2") == 2u);
  BOOST_TEST(add("p1", "post_mortem") == 1u);
  BOOST_TEST(add("x1", "runbook", "d") == 1u);
  const auto all = list();
  BOOST_REQUIRE(all.size() == 3u);
  BOOST_TEST(all[0].type == "post_mortem");
  BOOST_TEST(all[1].id == "r2");
  BOOST_TEST(all[1].current);
  BOOST_TEST(!all[2].current);
  BOOST_TEST(all[1].content.empty());
}

BOOST_AUTO_TEST_CASE(a_sixth_version_is_not_stored_and_a_deleted_one_makes_room_without_its_number) {
  for (int i = 1; i <= 5; ++i) BOOST_TEST(add("r" + std::to_string(i)) == static_cast<std::uint32_t>(i));
  BOOST_TEST(add("r6") == 0u);
  BOOST_TEST(list().size() == 5u);
  on.write({store::remove("r2")});
  BOOST_TEST(add("r6") == 6u);
  BOOST_TEST(add("r7") == 0u);
}

BOOST_AUTO_TEST_CASE(a_report_is_read_back_whole) {
  add("r1");
  const auto r = store::record_of(on.read(store::read("r1")).rows.at(0));
  BOOST_TEST(r.case_id == "c");
  BOOST_TEST(r.content == "# T");
  BOOST_TEST(r.document == "{}");
  BOOST_TEST(r.took_ms == 12u);
  BOOST_TEST(r.created == 5);
  BOOST_TEST(r.generated == 6);
  BOOST_TEST(!r.linked);
}

BOOST_AUTO_TEST_CASE(a_linked_report_stays_and_links_are_all_or_none) {
  add("r1"), add("r2"), add("x1", "runbook", "d");
  auto wrong = on.try_write({store::link("c", {"r1", "x1"})});
  BOOST_REQUIRE(!wrong);
  BOOST_TEST((wrong.error().code == ec::conflict));
  BOOST_TEST(!list()[1].linked);
  on.write({store::link("c", {"r1", "r2"})});
  BOOST_TEST(list()[1].linked);
  auto kept = on.try_write({store::remove("r1")});
  BOOST_REQUIRE(!kept);
  BOOST_TEST((kept.error().code == ec::conflict));
  BOOST_TEST(list().size() == 2u);
}

BOOST_AUTO_TEST_CASE(reports_go_with_their_case_and_a_case_that_is_gone_takes_none) {
  add("r1");
  on.write({{"cases.delete_case", {"c"}}});
  BOOST_TEST(list().empty());
  reports::report_record late;
  late.id = "r2", late.case_id = "c", late.type = "runbook";
  auto r = on.try_write({store::insert(late)});
  BOOST_REQUIRE(!r);
  BOOST_TEST((r.error().code == ec::conflict));
}

BOOST_AUTO_TEST_SUITE_END()

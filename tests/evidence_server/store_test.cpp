// The SQL of the evidence module on SQLite.
#include "evidence_store.hpp"
#include "evidence_support.hpp"

#include <fm/cases/spawn.hpp>
#include <fm/evidence/ledger.hpp>
#include <fm/sqlite/open.hpp>
#include <fm/storage/installation.hpp>
#include <fm/test/message_suite.hpp>
#include <fm/test/temp_folder.hpp>

#include <boost/test/unit_test.hpp>

using namespace fm;
using namespace fm::evidence;

namespace {

/// A case, as far as evidence needs one.
const db::schema small_cases{{{"cases", 1, "create table cases (id text primary key);"}},
                             {{"cases.add", "insert into cases (id) values ($1)"},
                              {"cases.remove", "delete from cases where id = $1"}}};

std::unique_ptr<db::database> opened(const test::temp_folder& folder) {
  auto r = sqlite::open(folder / "fm.db", {storage::schema(), small_cases, store::schema()});
  if (!r) throw std::runtime_error(r.error().text);
  return std::move(*r);
}

struct evidence_on_disk {
  test::temp_folder folder;
  test::store_fixture on{opened(folder)};

  evidence_on_disk() { on.write({{"cases.add", {"c"}}, {"cases.add", {"d"}}}); }
  store::inserted add(evidence_record e) {
    return store::inserted_of(on.write({store::insert(e)}).sets[0].rows.at(0));
  }
  bool exists(const std::string& id) { return !on.read(store::read(id)).rows.empty(); }
};

evidence_record other_content(const std::string& id) {
  auto e = some_evidence(id);
  e.sha256 = "hash-of-" + id;
  return e;
}

}  // namespace

BOOST_FIXTURE_TEST_SUITE(evidence_store, evidence_on_disk)

BOOST_AUTO_TEST_CASE(evidence_comes_back_as_it_was) {
  auto e = some_evidence();
  e.description = "what \"it\" is";
  add(e);
  BOOST_TEST((store::record_of(on.read(store::read("e")).rows.at(0)) == e));
}

BOOST_AUTO_TEST_CASE(the_second_of_the_same_content_and_owner_shares_the_file_of_the_first) {
  auto a = add(some_evidence("a"));
  BOOST_TEST(a.storage_key == "evidence/c/a.log");
  BOOST_TEST(a.duplicate_of == "");
  for (std::string id : {"b", "c"}) {
    auto later = add(some_evidence(id));
    BOOST_TEST(later.storage_key == "evidence/c/a.log");
    BOOST_TEST(later.duplicate_of == "a");
  }
  auto eve = some_evidence("x");
  eve.owner = "eve";
  BOOST_TEST(add(eve).duplicate_of == "");
  // The file is used until the last of them goes.
  on.write({store::remove("a"), store::remove("b")});
  BOOST_TEST(on.read(store::uses_of_file("evidence/c/a.log")).rows.size() == 1u);
  on.write(forget_case("c"));
  BOOST_TEST(on.read(store::uses_of_file("evidence/c/a.log")).rows.empty());
  BOOST_TEST(on.read({"files.removed_after", {"", 10}}).rows.size() == 2u);  // what eve has is another file
}

BOOST_AUTO_TEST_CASE(lists_are_the_owners_newest_first_and_counted) {
  for (std::string id : {"1", "2", "3"}) add(other_content(id));
  auto moved = other_content("4");
  moved.case_id = "d";
  add(moved);
  auto eve = other_content("5");
  eve.owner = "eve";
  add(eve);
  auto ids = [&](const db::operation& what) {
    std::string out;
    for (const auto& e : store::records_of(on.read(what))) out += e.id;
    return out;
  };
  auto list = [&](auto change) {
    list_evidence m;
    m.limit = 10;
    change(m);
    return ids(store::list("ann", m));
  };
  auto count = [&](auto change) {
    list_evidence m;
    change(m);
    return on.read(store::count("ann", m)).rows[0][0].integer;
  };
  BOOST_TEST(list([](auto&) {}) == "4321");
  BOOST_TEST(list([](auto& m) { m.limit = 2, m.offset = 1; }) == "321");  // one more tells of a next page
  BOOST_TEST(list([](auto& m) { m.case_id = "c"; }) == "321");
  BOOST_TEST(list([](auto& m) { m.before = "3"; }) == "21");
  BOOST_TEST(list([](auto& m) { m.case_id = "c", m.before = "2"; }) == "1");
  BOOST_TEST(list([](auto& m) { m.evidence_type = "metric"; }) == "");
  BOOST_TEST(list([](auto& m) { m.evidence_type = "log", m.status = "pending"; }) == "4321");
  BOOST_TEST(count([](auto& m) { m.status = "failed"; }) == 0);
  BOOST_TEST(ids(store::of_case("c", 10)) == "1235");
  BOOST_TEST(count([](auto&) {}) == 4);
  BOOST_TEST(count([](auto& m) { m.case_id = "d"; }) == 1);
}

BOOST_AUTO_TEST_CASE(only_the_owner_moves_evidence_and_only_to_a_case_that_exists) {
  add(some_evidence());
  link_evidence m{"e", "d", false, ""};
  BOOST_TEST(on.write({store::move_to("e", "eve", m)}).sets[0].rows.empty());
  auto moved = store::record_of(on.write({store::move_to("e", "ann", m)}).sets[0].rows.at(0));
  BOOST_TEST(moved.case_id == "d");
  link_evidence nowhere{"e", "no case", true, "x"};
  auto refused = on.try_write({store::move_to("e", "ann", nowhere)});
  BOOST_TEST((!refused && refused.error().code == ec::conflict));
  auto orphan = other_content("f");
  orphan.case_id = "no case";
  refused = on.try_write({store::insert(orphan)});
  BOOST_TEST((!refused && refused.error().code == ec::conflict));
}

BOOST_AUTO_TEST_CASE(what_is_processed_does_not_fail_any_more) {
  add(some_evidence());
  on.write({store::set_failed("e", "given up")});
  BOOST_TEST(store::record_of(on.read(store::read("e")).rows[0]).status == "failed");
  auto read = some_evidence();
  read.kind = "log", read.facts = 3, read.summary = "log, 12 lines";
  on.write({store::set_processed(read)});
  on.write({store::set_failed("e", "late")});
  BOOST_TEST(store::record_of(on.read(store::read("e")).rows[0]).status == "processed");
}

BOOST_AUTO_TEST_CASE(a_digest_is_kept_replaced_and_goes_with_its_evidence) {
  add(some_evidence());
  std::string body("bytes\0with zero", 15);
  on.write({store::keep_digest({"e", 1, "", body})});
  on.write({store::keep_digest({"e", -7, "is a picture", body})});
  auto kept = store::digests_of(on.read(store::digest_of("e")));
  BOOST_TEST_REQUIRE(kept.size() == 1u);
  BOOST_TEST(kept[0].fingerprint == -7);
  BOOST_TEST(kept[0].refusal == "is a picture");
  BOOST_TEST(kept[0].body == body);
  on.write({{"cases.remove", {"c"}}});
  BOOST_TEST(!exists("e"));
  BOOST_TEST(store::digests_of(on.read(store::digest_of("e"))).empty());
  auto late = on.try_write({store::keep_digest({"e", 1, "", body})});
  BOOST_TEST((!late && late.error().code == ec::conflict));
}

BOOST_AUTO_TEST_CASE(names_of_files_come_in_pages) {
  for (std::string id : {"1", "2", "3"}) add(other_content(id));
  add(some_evidence("x")), add(some_evidence("y"));  // one file
  auto first = on.read(store::files().after("", 2));
  BOOST_TEST(first.rows.size() == 2u);
  auto rest = on.read(store::files().after(first.rows.back()[0].bytes, 10));
  BOOST_TEST(rest.rows.size() == 2u);
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_AUTO_TEST_CASE(every_message_survives_the_wire) { test::check_messages<evidence::messages>(); }

// The SQL of the knowledge module on SQLite.
#include "documents_store.hpp"
#include "knowledge_support.hpp"

#include <fm/cases/spawn.hpp>
#include <fm/sqlite/open.hpp>
#include <fm/test/message_suite.hpp>
#include <fm/test/temp_folder.hpp>

#include <boost/test/unit_test.hpp>

#include <set>

using namespace fm;
using namespace fm::knowledge;

namespace {

/// A case, as far as documents need one.
const db::schema small_cases{{{"cases", 1, "create table cases (id text primary key);"}},
                             {{"cases.add", "insert into cases (id) values ($1)"}}};

std::unique_ptr<db::database> opened(const test::temp_folder& folder) {
  auto r = sqlite::open(folder / "fm.db", {small_cases, store::schema()});
  if (!r) throw std::runtime_error(r.error().text);
  return std::move(*r);
}

struct documents_on_disk {
  test::temp_folder folder;
  test::store_fixture on{opened(folder)};

  documents_on_disk() { on.write({{"cases.add", {"c"}}}); }
  void add(document_record d) { on.write({store::insert(d)}); }
  document_record get(const std::string& id) { return store::record_of(on.read(store::read(id)).rows.at(0)); }
  std::string ids(const db::operation& what) {
    std::string out;
    for (const auto& row : on.read(what).rows) out += row.at(0).bytes;
    return out;
  }
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(documents_store, documents_on_disk)

BOOST_AUTO_TEST_CASE(a_document_comes_back_as_it_was) {
  auto d = some_document();
  add(d);
  BOOST_TEST((get("d") == d));
  auto of_case = some_document("e");
  of_case.scope = "case", of_case.case_id = "c";
  add(of_case);
  BOOST_TEST((get("e") == of_case));
  of_case.id = "f", of_case.case_id = "no case";
  auto refused = on.try_write({store::insert(of_case)});
  BOOST_TEST((!refused && refused.error().code == ec::conflict));
}

BOOST_AUTO_TEST_CASE(a_document_goes_from_pending_to_indexed) {
  add(some_document());
  on.write({store::set_processing("d")});
  BOOST_TEST(get("d").status == "processing");
  on.write({store::set_read("d", 4)});
  on.write({store::set_indexed("d", 9)});
  auto d = get("d");
  BOOST_TEST(d.status == "indexed");
  BOOST_TEST(d.chunk_count == 4u);
  BOOST_TEST(d.indexed == 9);
  on.write({store::set_failed("d", "late")});
  BOOST_TEST(get("d").status == "indexed");
}

BOOST_AUTO_TEST_CASE(an_index_holds_the_documents_of_its_scope_that_were_read) {
  auto make = [&](const std::string& id, const std::string& owner, const std::string& scope,
                  const std::string& case_id = "") {
    auto d = some_document(id);
    d.owner = owner, d.scope = scope, d.case_id = case_id;
    add(d);
    on.write({store::set_read(id, 1)});
  };
  make("1", "ann", "user"), make("2", "ann", "user"), make("3", "eve", "user"), make("4", "eve", "global");
  make("5", "ann", "global"), make("6", "ann", "case", "c");
  add(some_document("7"));  // not read yet
  BOOST_TEST(ids(store::of_scope({"ann", "user", ""}, "", 10)) == "12");
  BOOST_TEST(ids(store::of_scope({"ann", "user", ""}, "1", 10)) == "2");
  BOOST_TEST(ids(store::of_scope({"", "global", ""}, "", 10)) == "45");
  BOOST_TEST(ids(store::of_scope({"ann", "case", "c"}, "", 10)) == "6");
  std::set<index_scope> scopes;
  for (const auto& row : on.read(store::scopes()).rows) scopes.insert(store::scope_of(row));
  BOOST_TEST(
      (scopes == std::set<index_scope>{
                     {"ann", "user", ""}, {"eve", "user", ""}, {"", "global", ""}, {"ann", "case", "c"}}));
  on.write({store::set_failed("1", "given up")});
  BOOST_TEST(ids(store::of_scope({"ann", "user", ""}, "", 10)) == "2");
  auto d = store::stored_of(on.read(store::of_scope({"ann", "user", ""}, "", 10)).rows.at(0));
  BOOST_TEST(d.storage_key == "documents/ann/2_disk.md");
  BOOST_TEST(d.tags.at(0) == "storage");
}

BOOST_AUTO_TEST_CASE(lists_are_the_owners_newest_first_and_counted) {
  for (std::string id : {"1", "2", "3"}) add(some_document(id));
  auto eve = some_document("4");
  eve.owner = "eve";
  add(eve);
  on.write({store::set_failed("2", "x")});
  BOOST_TEST(ids(store::list("ann", {"", 10, 0})) == "321");
  BOOST_TEST(ids(store::list("ann", {"", 1, 1})) == "2");
  BOOST_TEST(ids(store::list("ann", {"failed", 10, 0})) == "2");
  BOOST_TEST(on.read(store::count("ann", "")).rows[0][0].integer == 3);
  BOOST_TEST(on.read(store::count("ann", "pending")).rows[0][0].integer == 2);
  on.write({store::remove("3")});
  BOOST_TEST(ids(store::list("ann", {"", 10, 0})) == "21");
  BOOST_TEST(on.read(store::files_after("documents/ann/1_disk.md", 10)).rows.size() == 2u);
}

BOOST_AUTO_TEST_CASE(searches_are_remembered) {
  auto written = on.write({store::note_search({"q", "disk full", "ann", 3, {"d_chunk_0"}, 1'500, 9})});
  BOOST_TEST(written.sets.at(0).changed == 1);
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_AUTO_TEST_CASE(every_message_survives_the_wire) { test::check_messages<knowledge::messages>(); }

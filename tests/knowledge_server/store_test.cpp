// The SQL of the knowledge module on SQLite.
#include "documents_store.hpp"
#include "knowledge_support.hpp"
#include "versions_store.hpp"

#include <fm/cases/spawn.hpp>
#include <fm/knowledge/ledger.hpp>
#include <fm/sqlite/open.hpp>
#include <fm/storage/installation.hpp>
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
  auto r = sqlite::open(folder / "fm.db", {storage::schema(), small_cases, store::schema()});
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
  auto first = some_document();
  on.write({store::set_processing(first)});
  BOOST_TEST(get("d").status == "processing");
  on.write({store::set_read(first, {4, true, "ab12"}, "documents/ann/d.text")});
  on.write({store::set_indexed(first, 9)});
  auto d = get("d");
  BOOST_TEST(d.text_key == "documents/ann/d.text");
  BOOST_TEST(d.status == "indexed");
  BOOST_TEST(d.chunk_count == 4u);
  BOOST_TEST(d.indexed == 9);
  on.write({store::set_failed("d", "late", "")});
  BOOST_TEST(get("d").status == "indexed");
  auto stored = store::stored_of(on.read(store::of_scope({"ann", "user", ""}, "", 10)).rows.at(0));
  BOOST_TEST(stored.storage_key == "documents/ann/d.text");
  BOOST_TEST(stored.sha256 == "ab12");
  BOOST_TEST(stored.extracted);
}

BOOST_AUTO_TEST_CASE(a_new_content_makes_a_version_and_what_worked_on_the_old_one_is_refused) {
  auto old = some_document();
  add(old);
  on.write({store::set_read(old, {4, true, "ab12"}, "documents/ann/d.text")});
  on.write({store::set_indexed(old, 9)});
  auto next = old;
  next.version = 2, next.content_hash = "6b", next.file_size = 70, next.storage_key = "documents/ann/d_2";
  next.job_id = "j2", next.title = "Disks", next.tags = {"x"};
  auto unit = store::replace_content(old, next, 50);
  unit.push_back(store::change(next, 50));
  on.write(unit);
  auto d = get("d");
  BOOST_TEST(d.version == 2u);
  BOOST_TEST(d.status == "pending");
  BOOST_TEST(d.storage_key == "documents/ann/d_2");
  BOOST_TEST(d.text_key == "");
  BOOST_TEST(d.text_hash == "");
  BOOST_TEST(d.title == "Disks");
  BOOST_TEST(d.version_since == 50);
  auto kept = store::version_of(on.read(store::versions("d")).rows.at(0));
  BOOST_TEST(kept.version == 1u);
  BOOST_TEST(kept.title == "Disk full");
  BOOST_TEST(kept.chunk_count == 4u);
  BOOST_TEST(kept.storage_key == old.storage_key);
  BOOST_TEST(kept.text_hash == "ab12");
  BOOST_TEST(kept.added == 7);
  BOOST_TEST(kept.replaced == 50);
  BOOST_TEST(on.read(store::read_version("d", 2)).rows.empty());
  // Jobs and users that saw version 1 change nothing any more.
  for (auto late : {store::set_processing(old), store::set_read(old, {1, false, ""}, ""),
                    store::set_indexed(old, 60), store::change(old, 60)}) {
    auto refused = on.try_write({late});
    BOOST_TEST((!refused && refused.error().code == ec::conflict), late.name);
  }
  BOOST_TEST(!on.try_write(store::replace_content(old, next, 60)));
  on.write({store::set_failed("d", "late", "j-d")});
  BOOST_TEST(get("d").status == "pending");
  on.write({store::set_failed("d", "so", "j2")});
  BOOST_TEST(get("d").status == "failed");
  // The files of both versions have a name until both are gone.
  BOOST_TEST(ids(store::files().after("", 10)) ==
             "documents/ann/d.textdocuments/ann/d_2documents/ann/d_disk.md");
  BOOST_TEST(ids(store::files().after("documents/ann/d_2", 10)) == "documents/ann/d_disk.md");
  auto dropped = on.write({store::note_files("d"), store::drop_versions("d"), store::remove("d")});
  BOOST_TEST(
      store::files_of(dropped.sets[1]) == std::vector<std::string>({old.storage_key, "documents/ann/d.text"}),
      boost::test_tools::per_element());
  // All of them were written down before, and nothing that has no name.
  BOOST_TEST(ids({"files.removed_after", {"", 10}}) ==
             "documents/ann/d.textdocuments/ann/d_2documents/ann/d_disk.md");
}

BOOST_AUTO_TEST_CASE(only_so_many_versions_are_kept) {
  auto d = some_document();
  add(d);
  std::vector<std::string> forgotten;
  for (std::uint32_t v = 2; v <= store::most_versions + 3; ++v) {
    auto next = d;
    next.version = v, next.storage_key = "documents/ann/d_" + std::to_string(v);
    auto written = on.write(store::replace_content(d, next, 10 * v));
    for (auto& file : store::files_of(written.sets.at(3))) forgotten.push_back(file);
    d = next;
  }
  BOOST_TEST(on.read(store::versions("d")).rows.size() == store::most_versions);
  BOOST_TEST(forgotten == (std::vector<std::string>{"documents/ann/d_disk.md", "documents/ann/d_2"}),
             boost::test_tools::per_element());
  BOOST_TEST(ids({"files.removed_after", {"", 10}}) == "documents/ann/d_2documents/ann/d_disk.md");
}

BOOST_AUTO_TEST_CASE(collections_are_the_owners_and_the_global_ones_and_count_their_documents) {
  auto make = [](std::string owner, std::string id, std::string scope = "user", std::string case_id = "") {
    collection_record c;
    c.owner = owner, c.id = id, c.name = id, c.scope = scope, c.case_id = case_id, c.created = 5;
    return c;
  };
  on.write({store::add_collection(make("ann", "col_b")), store::add_collection(make("", "col_a", "global")),
            store::add_collection(make("ann", "col_c", "case", "c")),
            store::add_collection(make("eve", "col_b"))});
  BOOST_TEST(!on.try_write({store::add_collection(make("ann", "col_b"))}));
  auto in = some_document("1");
  in.collection_id = "col_b";
  add(in);
  auto global = some_document("2");
  global.scope = "global", global.collection_id = "col_a";
  add(global);
  auto rows = on.read(store::collections("ann")).rows;
  BOOST_TEST_REQUIRE(rows.size() == 3u);
  BOOST_TEST(store::collection_of(rows[0]).documents == 1u);
  BOOST_TEST(store::collection_of(rows[1]).documents == 1u);
  BOOST_TEST(store::collection_of(rows[2]).case_id == "c");
  auto eve = on.read(store::collections("eve")).rows;
  BOOST_TEST(store::collection_of(eve.at(1)).documents == 0u);
  on.write(store::remove_collection("ann", "col_b"));
  BOOST_TEST(get("1").collection_id == "");
  on.write(store::remove_collection("", "col_a"));
  BOOST_TEST(get("2").collection_id == "");
  BOOST_TEST(!on.try_write(store::remove_collection("", "col_a")));
  on.write({store::remove_collections_of_case("c")});
  BOOST_TEST(on.read(store::collections("ann")).rows.empty());
}

BOOST_AUTO_TEST_CASE(an_index_holds_the_documents_of_its_scope_that_were_read) {
  auto make = [&](const std::string& id, const std::string& owner, const std::string& scope,
                  const std::string& case_id = "") {
    auto d = some_document(id);
    d.owner = owner, d.scope = scope, d.case_id = case_id;
    add(d);
    on.write({store::set_read(d, {1, false, ""}, "")});
  };
  make("1", "ann", "user"), make("2", "ann", "user"), make("3", "eve", "user"), make("4", "eve", "global");
  make("5", "ann", "global"), make("6", "ann", "case", "c");
  add(some_document("7"));  // not read yet
  BOOST_TEST(ids(store::of_scope({"ann", "user", ""}, "", 10)) == "12");
  BOOST_TEST(ids(store::of_scope({"ann", "user", ""}, "1", 10)) == "2");
  BOOST_TEST(ids(store::of_scope({"", "global", ""}, "", 10)) == "45");
  BOOST_TEST(ids(store::of_scope({"ann", "case", "c"}, "", 10)) == "6");
  std::set<index_scope> scopes;
  for (const auto& row : on.read(store::scopes_of("ann")).rows) scopes.insert(store::scope_of(row));
  BOOST_TEST(
      (scopes == std::set<index_scope>{{"ann", "user", ""}, {"", "global", ""}, {"ann", "case", "c"}}));
  const auto used = on.read(store::usage("ann")).rows.at(0);
  BOOST_TEST(used.at(1).integer == 5);
  BOOST_TEST(used.at(0).integer == 5 * static_cast<std::int64_t>(some_document("1").file_size));
  on.write({store::set_failed("1", "given up", "")});
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
  on.write({store::set_failed("2", "x", "")});
  auto list = [&](auto change) {
    list_documents m;
    m.limit = 10;
    change(m);
    return ids(store::list("ann", m));
  };
  auto count = [&](const std::string& status) {
    list_documents m;
    m.status = status;
    return on.read(store::count("ann", m)).rows[0][0].integer;
  };
  BOOST_TEST(list([](auto&) {}) == "321");
  BOOST_TEST(list([](auto& m) { m.limit = 1, m.offset = 1; }) == "21");  // one more tells of a next page
  BOOST_TEST(list([](auto& m) { m.status = "failed"; }) == "2");
  BOOST_TEST(list([](auto& m) { m.before = "3"; }) == "21");
  BOOST_TEST(list([](auto& m) { m.before = "1"; }) == "");
  BOOST_TEST(list([](auto& m) { m.document_type = "pdf"; }) == "");
  BOOST_TEST(list([](auto& m) { m.document_type = "markdown", m.scope = "user"; }) == "321");
  BOOST_TEST(list([](auto& m) { m.collection_id = "col_x"; }) == "");
  BOOST_TEST(list([](auto& m) { m.global = true; }) == "");
  BOOST_TEST(count("") == 3);
  BOOST_TEST(count("pending") == 2);
  auto global = some_document("5");
  global.owner = "root", global.scope = "global";
  add(global);
  BOOST_TEST(list([](auto& m) { m.global = true; }) == "5");
  auto stats = store::stats_of(on.read(store::stats("ann")).rows.at(0));
  BOOST_TEST(stats.documents == 3u);
  BOOST_TEST(stats.pending == 2u);
  BOOST_TEST(stats.failed == 1u);
  BOOST_TEST(store::stats_of(on.read(store::stats("nobody")).rows.at(0)).chunks == 0u);
  on.write({store::remove("3")});
  BOOST_TEST(list([](auto&) {}) == "21");
  BOOST_TEST(on.read(store::files().after("documents/ann/1_disk.md", 10)).rows.size() == 3u);
}

BOOST_AUTO_TEST_CASE(searches_are_remembered_and_the_oldest_of_very_many_forgotten) {
  store::search_note note{"q", "disk full", "ann", 3, {"d_chunk_0"}, 1'500, 9};
  auto written = on.write(store::note_search(note));
  BOOST_TEST(written.sets.at(0).changed == 1);
  BOOST_TEST(written.sets.at(1).changed == 0);
  std::vector<db::operation> many;
  for (std::uint32_t i = 0; i < store::most_searches; ++i) {
    note.id = "r" + std::to_string(10'000 + i);
    many.push_back(store::note_search(note).front());
  }
  on.write(many);
  note.id = "s", note.user = "eve";
  BOOST_TEST(on.write(store::note_search(note)).sets.at(1).changed == 0);
  note.id = "t", note.user = "ann";
  BOOST_TEST(on.write(store::note_search(note)).sets.at(1).changed == 2);
}

BOOST_AUTO_TEST_CASE(the_unit_that_deletes_a_case_writes_down_which_files_go_with_it) {
  auto d = some_document();
  d.scope = "case", d.case_id = "c";
  add(d);
  auto next = d;
  next.version = 2, next.storage_key = "documents/ann/d_2";
  on.write(store::replace_content(d, next, 10));
  add(some_document("another"));
  on.write(forget_case("c"));
  BOOST_TEST(ids({"files.removed_after", {"", 10}}) == "documents/ann/d_2documents/ann/d_disk.md");
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_AUTO_TEST_CASE(every_message_survives_the_wire) { test::check_messages<knowledge::messages>(); }

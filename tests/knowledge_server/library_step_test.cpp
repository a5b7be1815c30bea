// Adding, deleting and searching documents, fed by hand: whatever fails, nothing is left half-way.
#include "library_step.hpp"

#include "knowledge_support.hpp"

#include <fm/jobs/messages.hpp>
#include <fm/test/hand.hpp>

#include <boost/test/unit_test.hpp>

using namespace fm;
using namespace fm::knowledge;
using fm::test::rows;
using fm::test::sets;

namespace {

struct library {
  test::hand<library_state> h{std::uint64_t{1'000}};

  void say_text(const std::string& scope = "user") {
    ingest_document m;
    m.text = "# Disk full", m.filename = "disk.md", m.scope = scope;
    if (scope == "case") m.case_id = "c";
    h.say(m);
  }
  std::string add_to_unit() {
    say_text();
    auto* put = h.sent<blob::put>();
    BOOST_TEST_REQUIRE(put != nullptr);
    auto key = put->key;
    h.answer(h.at(), blob::stored{11, "5a"});
    BOOST_TEST_REQUIRE(h.sent<db::transact>() != nullptr);
    return key;
  }
  const blob::remove* removal() {
    for (std::size_t i = 0; i < h.out.size(); ++i)
      if (auto* r = h.sent<blob::remove>(i)) return r;
    return nullptr;
  }
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(library_steps, library)

BOOST_AUTO_TEST_CASE(file_first_then_both_rows_in_one_unit_then_the_job_begins) {
  auto key = add_to_unit();
  BOOST_TEST(key.starts_with("documents/ann/"));
  BOOST_TEST(key.ends_with("_disk.md"));
  auto* unit = h.sent<db::transact>();
  BOOST_TEST(unit->unit.at(0).name == "knowledge.insert");
  BOOST_TEST(unit->unit.at(1).name == "jobs.insert_job");
  h.answer(h.at(), sets({rows({}), rows({})}));
  BOOST_TEST(h.sent<jobs::begin>(0) != nullptr);
  auto* d = h.sent<document_record>(1);
  BOOST_TEST_REQUIRE(d != nullptr);
  BOOST_TEST(d->title == "disk.md");
  BOOST_TEST(d->status == "pending");
  BOOST_TEST(d->file_size == 11u);
}

BOOST_AUTO_TEST_CASE(a_spooled_file_is_taken_over) {
  ingest_document m;
  m.spool = "/tmp/spool-1", m.filename = "disk.md", m.title = "Disks";
  h.say(m);
  BOOST_TEST_REQUIRE(h.sent<blob::adopt>() != nullptr);
  BOOST_TEST(h.sent<blob::adopt>()->spool == "/tmp/spool-1");
  h.answer(h.at(), blob::stored{1'001, "5a"});  // larger than the limit
  BOOST_TEST(removal() != nullptr);
  h.answer(h.at(), done{});
  BOOST_TEST((h.failed()->code == ec::too_large));
}

BOOST_AUTO_TEST_CASE(nobody_adds_where_he_may_not) {
  say_text("global");
  BOOST_TEST((h.failed()->code == ec::forbidden));
  h.ctx.roles = {"admin"};
  say_text("global");
  BOOST_TEST(h.sent<blob::put>() != nullptr);
  say_text("case");
  BOOST_TEST_REQUIRE(h.sent<look_at_case>() != nullptr);
  h.fails(h.at(), ec::not_found);
  BOOST_TEST((h.failed()->code == ec::not_found));
  say_text("case");
  case_standing closed;
  closed.status = "closed";
  h.answer(h.at(), closed);
  BOOST_TEST((h.failed()->code == ec::conflict));
  h.ctx.user = "";
  say_text();
  BOOST_TEST((h.failed()->code == ec::unauthenticated));
}

BOOST_AUTO_TEST_CASE(a_document_that_cannot_be_stored_leaves_no_row) {
  say_text();
  h.fails(h.at(), ec::storage_full);
  BOOST_TEST((h.failed()->code == ec::storage_full));
  BOOST_TEST(h.idle());
}

BOOST_AUTO_TEST_CASE(a_unit_that_failed_for_sure_takes_its_file_along_and_another_does_not) {
  auto key = add_to_unit();
  h.fails(h.at(), ec::busy);
  BOOST_TEST_REQUIRE(removal() != nullptr);
  BOOST_TEST(removal()->keys.at(0) == key);
  h.answer(h.at(), done{});
  BOOST_TEST((h.failed()->code == ec::busy));
  add_to_unit();
  h.fails(h.at(), ec::timeout);
  BOOST_TEST(removal() == nullptr);
  BOOST_TEST((h.failed(h.out.size() - 1)->code == ec::timeout));
  add_to_unit();
  h.fails(h.at(), ec::conflict);  // its case goes
  h.answer(h.at(), done{});
  BOOST_TEST((h.failed()->code == ec::not_found));
}

BOOST_AUTO_TEST_CASE(a_document_beyond_a_quota_is_undone_with_its_file_and_says_which) {
  const auto add = [this](std::int64_t bytes, std::int64_t documents, std::int64_t open_jobs) {
    auto key = add_to_unit();
    h.answer(h.at(), sets({rows({}), rows({}), rows({{bytes, documents}}), test::number(open_jobs)}));
    auto* undo = h.sent<db::transact>();
    BOOST_TEST_REQUIRE(undo != nullptr);
    BOOST_TEST(undo->unit.at(0).name == "knowledge.remove");
    BOOST_TEST(undo->unit.at(2).name == "files.note_removed");
    h.answer(h.at(), sets({rows({}), rows({}), rows({})}));
    BOOST_TEST_REQUIRE(removal() != nullptr);
    BOOST_TEST(removal()->keys.at(0) == key);
    h.answer(h.at(), done{});
    return *h.failed();
  };
  h.state().per_owner = {.most_bytes = 100, .most_documents = 5, .most_open_jobs = 2};
  BOOST_TEST((add(101, 5, 2).code == ec::quota_exhausted));
  BOOST_TEST(add(100, 6, 2).text.find("FM_QUOTA_DOCUMENTS") != std::string::npos);
  BOOST_TEST((add(100, 5, 3).code == ec::rate_limited));
}

BOOST_AUTO_TEST_CASE(a_deleted_document_goes_from_the_rows_the_search_and_the_store) {
  h.say(delete_document{"d"});
  h.answer(h.at(), rows({row_of(some_document())}));
  auto* unit = h.sent<db::transact>();
  BOOST_TEST(unit->unit.at(0).name == "knowledge.note_files");
  BOOST_TEST(unit->unit.at(1).name == "knowledge.drop_versions");
  BOOST_TEST(unit->unit.at(2).name == "knowledge.remove");
  BOOST_TEST(unit->unit.at(3).name == "jobs.close_job");
  h.answer(h.at(),
           sets({rows({}), rows({{"documents/ann/d_1", "documents/ann/d_1.text"}}), rows({}), rows({})}));
  BOOST_TEST(h.sent<jobs::stop_job>(0)->job_id == "j-d");
  BOOST_TEST_REQUIRE(h.sent<hide_documents>(1) != nullptr);
  BOOST_TEST(h.sent<hide_documents>(1)->scope.owner == "ann");
  h.answer(h.at(1), done{});
  BOOST_TEST(h.sent<refresh_index>(0) != nullptr);
  BOOST_TEST(h.out.at(0).ctx->deadline == 0);
  BOOST_TEST_REQUIRE(h.sent<blob::remove>(1) != nullptr);
  BOOST_TEST(h.sent<blob::remove>(1)->keys ==
                 (std::vector<std::string>{"documents/ann/d_disk.md", "documents/ann/d_1",
                                           "documents/ann/d_1.text"}),
             boost::test_tools::per_element());
  h.fails(h.at(1), ec::unavailable);  // the sweep takes it
  BOOST_TEST(h.sent<done>() != nullptr);
}

BOOST_AUTO_TEST_CASE(a_deletion_that_fails_deletes_nothing) {
  h.say(delete_document{"d"});
  h.answer(h.at(), rows({row_of(some_document())}));
  h.fails(h.at(), ec::unavailable);
  BOOST_TEST(removal() == nullptr);
  BOOST_TEST((h.failed()->code == ec::unavailable));
}

BOOST_AUTO_TEST_CASE(documents_of_others_are_not_there_and_global_ones_are_for_admins_to_delete) {
  h.ctx.user = "eve";
  h.say(get_document{"d"});
  h.answer(h.at(), rows({row_of(some_document())}));
  BOOST_TEST((h.failed()->code == ec::not_found));
  h.say(delete_document{"d"});
  h.answer(h.at(), rows({row_of(some_document())}));
  BOOST_TEST((h.failed()->code == ec::not_found));
  auto global = some_document();
  global.scope = "global";
  h.say(get_document{"d"});
  h.answer(h.at(), rows({row_of(global)}));
  BOOST_TEST((*h.sent<document_record>() == global));
  h.say(delete_document{"d"});
  h.answer(h.at(), rows({row_of(global)}));
  BOOST_TEST((h.failed()->code == ec::forbidden));
}

BOOST_AUTO_TEST_CASE(a_search_is_answered_and_remembered_without_waiting) {
  h.say(search_documents{"disk full", 5, {}});
  auto* search = h.sent<search_indexes>();
  BOOST_TEST_REQUIRE(search != nullptr);
  BOOST_TEST(search->user == "ann");
  BOOST_TEST(search->limit == 5u);
  hits_found found;
  found.results.resize(1);
  found.results[0].hits.resize(7);
  for (std::uint32_t i = 0; i < 7; ++i)
    found.results[0].hits[i].found.document_id = "d", found.results[0].hits[i].found.chunk_index = i;
  h.answer(h.at(), found);
  BOOST_TEST((h.out.at(0).what == output_kind::tell));
  auto& note = h.sent<db::transact>(0)->unit.at(0);
  BOOST_TEST(note.name == "knowledge.note_search");
  BOOST_TEST(note.params.at(1).bytes == "disk full");
  BOOST_TEST(note.params.at(3).integer == 7);
  BOOST_TEST(note.params.at(4).bytes == R"(["d_chunk_0","d_chunk_1","d_chunk_2","d_chunk_3","d_chunk_4"])");
  BOOST_TEST(h.sent<documents_found>(1)->took == millisecond);
}

BOOST_AUTO_TEST_CASE(a_search_has_its_indexes_loaded_and_is_503_when_that_takes_long) {
  h.say(search_documents{"disk full", 5, {}});
  hits_found gap;
  gap.gaps.scopes_unknown = true;
  h.answer(h.at(), gap);
  BOOST_TEST_REQUIRE(h.sent<db::query>() != nullptr);
  BOOST_TEST(h.sent<db::query>()->read.name == "knowledge.scopes_of");
  h.answer(h.at(), rows({{"ann", "user", ""}}));
  BOOST_TEST_REQUIRE(h.sent<know_scopes>() != nullptr);
  BOOST_TEST(h.sent<know_scopes>()->scopes.size() == 1u);
  h.answer(h.at(), done{});
  BOOST_TEST_REQUIRE(h.sent<search_indexes>() != nullptr);
  gap.gaps = {false, {{"ann", "user", ""}}};
  int loads = 0, looks = 0;
  for (; looks < 100 && h.failed() == nullptr; ++looks) {
    h.answer(h.at(), gap);
    for (std::size_t i = 0; i < h.out.size(); ++i) loads += h.sent<refresh_index>(i) != nullptr;
    if (h.failed()) break;
    h.fire(h.at(h.out.size() - 1));
  }
  BOOST_TEST(loads == 1);
  BOOST_TEST(looks < 40);
  BOOST_TEST_REQUIRE(h.failed() != nullptr);
  BOOST_TEST((h.failed()->code == ec::unavailable));
  BOOST_TEST(h.failed()->retry_after == 1u);
}

BOOST_AUTO_TEST_CASE(a_turn_searches_its_own_case_and_gets_passages) {
  h.say(search_visible{"c", {"one", "two"}, 3});
  auto* search = h.sent<search_indexes>();
  BOOST_TEST(search->only_case);
  BOOST_TEST(search->filter.case_id == "c");
  BOOST_TEST(search->per_document == 1u);
  hits_found found;
  found.results.resize(2);
  found.results[1].hits.resize(1);
  found.results[1].hits[0].found.path = "disk.md";
  h.answer(h.at(), found);
  auto* passages = h.sent<passages_found>(1);
  BOOST_TEST_REQUIRE(passages != nullptr);
  BOOST_TEST(passages->results.at(0).empty());
  BOOST_TEST(passages->results.at(1).at(0).path == "disk.md");
}

BOOST_AUTO_TEST_CASE(a_list_reads_page_and_total_at_the_same_time) {
  list_documents m;
  m.limit = 2;
  h.say(m);
  auto page = h.at(0), total = h.at(1);
  BOOST_TEST(h.sent<db::query>(0)->read.name == "knowledge.list");
  h.answer(total, test::number(9));
  h.answer(page, rows({row_of(some_document("3")), row_of(some_document("2")), row_of(some_document("1"))}));
  BOOST_TEST(h.sent<document_page>()->total == 9u);
  BOOST_TEST(h.sent<document_page>()->documents.size() == 2u);
  BOOST_TEST(h.sent<document_page>()->more);
  h.say(list_documents{});
  h.fails(h.at(0), ec::unavailable);
  BOOST_TEST((h.failed(0)->code == ec::unavailable));
}

BOOST_AUTO_TEST_CASE(a_case_is_purged_until_nothing_is_left) {
  auto d = some_document();
  d.scope = "case", d.case_id = "c";
  h.say(purge_case{"c"});
  h.answer(h.at(), rows({row_of(d)}));
  h.answer(h.at(), sets({rows({}), rows({}), rows({}), rows({})}));
  BOOST_TEST(h.sent<hide_documents>(1)->scope.case_id == "c");
  h.answer(h.at(1), done{});
  h.answer(h.at(1), done{});
  h.answer(h.at(), rows({}));
  BOOST_TEST(h.sent<db::transact>()->unit.at(0).name == "knowledge.remove_collections_of_case");
  h.answer(h.at(), sets({rows({})}));
  BOOST_TEST(h.sent<done>() != nullptr);
}

BOOST_AUTO_TEST_CASE(a_sweep_looks_at_documents_only) {
  h.say(sweep{0});
  h.answer(h.at(), rows({}));  // nothing was written down to be removed
  BOOST_TEST(h.sent<blob::list>()->folder == "documents");
  h.answer(h.at(), blob::listing{{"documents/ann/x"}});
  h.answer(h.at(), blob::listing{});
  h.answer(h.at(), rows({}));
  h.answer(h.at(), blob::aside{1, 0});
  BOOST_TEST(h.sent<swept>()->removed == 1u);
}

BOOST_AUTO_TEST_SUITE_END()

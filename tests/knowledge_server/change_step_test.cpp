// Changing documents and their collections, fed by hand.
#include "knowledge_support.hpp"
#include "library_step.hpp"

#include <fm/jobs/messages.hpp>
#include <fm/test/hand.hpp>

#include <boost/test/unit_test.hpp>

using namespace fm;
using namespace fm::knowledge;
using fm::test::rows;
using fm::test::sets;

namespace {

struct changing {
  test::hand<library_state> h{std::uint64_t{1'000}};

  update_document titled(const std::string& title) {
    update_document m;
    m.change.document_id = "d";
    m.change.title = {true, title};
    return m;
  }
  void give(const document_record& d) { h.answer(h.at(), rows({row_of(d)})); }
  /// An update with a new content, up to its unit.
  void replace_to_unit() {
    update_document m;
    m.change.document_id = "d", m.has_content = true, m.content = "new text";
    h.say(m);
    give(some_document());
    BOOST_TEST_REQUIRE(h.sent<blob::put>() != nullptr);
    BOOST_TEST(h.sent<blob::put>()->bytes == "new text");
    h.answer(h.at(), blob::stored{8, "6b"});
    give(some_document());
    BOOST_TEST_REQUIRE(h.sent<db::transact>() != nullptr);
  }
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(document_changes, changing)

BOOST_AUTO_TEST_CASE(a_new_title_is_durable_and_the_index_follows_later) {
  h.say(titled("Disks"));
  give(some_document());
  auto& op = h.sent<db::transact>()->unit.at(0);
  BOOST_TEST(op.name == "knowledge.change");
  BOOST_TEST(op.params.at(2).bytes == "Disks");
  BOOST_TEST(op.params.at(3).bytes == "markdown");  // the rest stays
  h.answer(h.at(), sets({rows({})}));
  BOOST_TEST_REQUIRE(h.sent<refresh_index>(0) != nullptr);
  BOOST_TEST(h.out.at(0).ctx->deadline == 0);
  BOOST_TEST(h.sent<document_record>(1)->title == "Disks");
}

BOOST_AUTO_TEST_CASE(what_somebody_else_changed_meanwhile_is_looked_at_again) {
  h.say(titled("Disks"));
  give(some_document());
  h.fails(h.at(), ec::conflict);
  auto newer = some_document();
  newer.version = 2, newer.tags = {"new"};
  give(newer);
  BOOST_TEST(h.sent<db::transact>()->unit.at(0).params.at(1).integer == 2);
  BOOST_TEST(h.sent<db::transact>()->unit.at(0).params.at(5).bytes == R"(["new"])");
  h.fails(h.at(), ec::unavailable);
  BOOST_TEST((h.failed()->code == ec::unavailable));
  h.say(titled("Disks"));
  for (int i = 0; i < 4; ++i) {
    give(some_document());
    h.fails(h.at(), ec::conflict);
  }
  BOOST_TEST((h.failed()->code == ec::busy));
}

BOOST_AUTO_TEST_CASE(only_its_owner_changes_a_document_and_only_admins_a_global_one) {
  h.ctx.user = "eve";
  h.say(titled("x"));
  give(some_document());
  BOOST_TEST((h.failed()->code == ec::not_found));
  auto global = some_document();
  global.scope = "global";
  h.say(titled("x"));
  give(global);
  BOOST_TEST((h.failed()->code == ec::forbidden));
  h.ctx.roles = {"admin"};
  h.say(titled("x"));
  give(global);
  BOOST_TEST(h.sent<db::transact>() != nullptr);
}

BOOST_AUTO_TEST_CASE(a_new_content_is_a_new_version_with_a_job_of_its_own) {
  replace_to_unit();
  auto unit = h.sent<db::transact>()->unit;
  std::vector<std::string> names;
  for (const auto& op : unit) names.push_back(op.name);
  BOOST_TEST(names == (std::vector<std::string>{"knowledge.keep_version", "knowledge.replace_content",
                                                "knowledge.note_versions", "knowledge.drop_versions",
                                                "knowledge.change", "jobs.close_job", "jobs.insert_job"}),
             boost::test_tools::per_element());
  h.answer(h.at(), sets({rows({}), rows({}), rows({}), rows({{"documents/ann/old", ""}}), rows({}), rows({}),
                         rows({})}));
  BOOST_TEST(h.sent<jobs::stop_job>(0)->job_id == "j-d");
  auto* begun = h.sent<jobs::begin>(1);
  BOOST_TEST_REQUIRE(begun != nullptr);
  auto job = begun->job_id;
  BOOST_TEST(h.sent<blob::remove>(2)->keys.at(0) == "documents/ann/old");
  h.answer(h.at(2), done{});
  auto* d = h.sent<document_record>();
  BOOST_TEST_REQUIRE(d != nullptr);
  BOOST_TEST(d->version == 2u);
  BOOST_TEST(d->status == "pending");
  BOOST_TEST(d->job_id == job);
  BOOST_TEST(d->storage_key.find(job) != std::string::npos);  // two at once do not write one file
}

BOOST_AUTO_TEST_CASE(a_content_that_cannot_be_kept_leaves_no_file) {
  replace_to_unit();
  h.fails(h.at(), ec::storage_full);
  BOOST_TEST_REQUIRE(h.sent<blob::remove>() != nullptr);
  h.answer(h.at(), done{});
  BOOST_TEST((h.failed()->code == ec::storage_full));
  replace_to_unit();
  h.fails(h.at(), ec::timeout);  // it may have been written
  BOOST_TEST((h.failed(h.out.size() - 1)->code == ec::timeout));
  for (std::size_t i = 0; i < h.out.size(); ++i) BOOST_TEST(h.sent<blob::remove>(i) == nullptr);
  replace_to_unit();
  h.fails(h.at(), ec::conflict);
  give(some_document());  // tried again
  BOOST_TEST(h.sent<db::transact>() != nullptr);
}

BOOST_AUTO_TEST_CASE(a_content_that_is_no_text_or_too_long_changes_nothing) {
  update_document m;
  m.change.document_id = "d", m.has_content = true, m.content = "  ";
  h.say(m);
  BOOST_TEST((h.failed()->code == ec::invalid));
  m.content = std::string(1'001, 'x');
  h.say(m);
  BOOST_TEST((h.failed()->code == ec::too_large));
}

BOOST_AUTO_TEST_CASE(a_text_that_replaces_a_pdf_is_read_as_markdown) {
  update_document m;
  m.change.document_id = "d", m.has_content = true, m.content = "# New";
  h.say(m);
  auto pdf = some_document();
  pdf.document_type = "pdf";
  give(pdf);
  h.answer(h.at(), blob::stored{5, "6b"});
  give(pdf);
  BOOST_TEST(h.sent<db::transact>()->unit.at(4).params.at(3).bytes == "markdown");
}

BOOST_AUTO_TEST_CASE(a_collection_must_be_one_of_the_documents_scope) {
  auto m = titled("x");
  m.change.collection_id = {true, "col_a"};
  auto say = [&](std::vector<db::row> found) {
    h.say(m);
    give(some_document());
    BOOST_TEST(h.sent<db::query>()->read.name == "knowledge.read_collection");
    BOOST_TEST(h.sent<db::query>()->read.params.at(0).bytes == "ann");
    h.answer(h.at(), rows(std::move(found)));
  };
  say({});
  BOOST_TEST((h.failed()->code == ec::not_found));
  say({collection_row("ann", "col_a", "case", "c")});
  BOOST_TEST((h.failed()->code == ec::not_found));
  say({collection_row("ann", "col_a")});
  BOOST_TEST(h.sent<db::transact>()->unit.at(0).params.at(6).bytes == "col_a");
  m.change.collection_id = {true, ""};
  h.say(m);
  give(some_document());
  BOOST_TEST(h.sent<db::transact>()->unit.at(0).params.at(6).is_null());
}

BOOST_AUTO_TEST_CASE(many_changes_are_one_unit_and_say_how_each_fared) {
  update_documents m;
  for (const auto* id : {"a", "foreign", "b"}) m.changes.push_back(titled("new " + std::string(id)).change);
  for (std::size_t i = 0; i < 3; ++i) m.changes[i].document_id = i == 0 ? "a" : i == 1 ? "foreign" : "b";
  h.say(m);
  give(some_document("a"));
  h.answer(h.at(), rows({}));
  give(some_document("b"));
  BOOST_TEST(h.sent<db::transact>()->unit.size() == 2u);
  h.answer(h.at(), sets({rows({}), rows({})}));
  BOOST_TEST(h.sent<refresh_index>(0) != nullptr);
  auto* r = h.sent<items_done>(1);  // one scope, one build
  BOOST_TEST_REQUIRE(r != nullptr);
  BOOST_TEST(r->items.at(0).error == "");
  BOOST_TEST(r->items.at(1).error == "document not found");
  BOOST_TEST(r->items.at(2).document_id == "b");
  h.say(m);
  h.fails(h.at(), ec::unavailable);
  BOOST_TEST((h.failed()->code == ec::unavailable));
}

BOOST_AUTO_TEST_CASE(many_deletions_are_one_unit_and_say_how_each_fared) {
  h.say(delete_documents{{"a", "a", "foreign"}});
  give(some_document("a"));
  h.answer(h.at(), rows({}));
  BOOST_TEST(h.sent<db::transact>()->unit.size() == 5u);
  BOOST_TEST(h.sent<db::transact>()->unit.at(4).name == "auth.insert_audit");
  h.answer(h.at(), sets({rows({}), rows({}), rows({}), rows({}), rows({})}));
  h.answer(h.at(1), done{});
  h.answer(h.at(1), done{});
  auto* r = h.sent<items_done>();
  BOOST_TEST_REQUIRE(r != nullptr);
  BOOST_TEST(r->items.size() == 2u);
  BOOST_TEST(r->items.at(1).error == "document not found");
  h.say(delete_documents{{"foreign"}});
  h.answer(h.at(), rows({}));
  BOOST_TEST(h.sent<items_done>()->items.size() == 1u);
}

BOOST_AUTO_TEST_CASE(the_present_and_older_versions_are_read) {
  auto d = some_document();
  d.version = 2;
  const db::row older{1, "Old", "disk.md", "markdown", "4c", 40, 3, "documents/ann/d_1", "", 5, 6, ""};
  h.say(list_versions{"d"});
  give(d);
  h.answer(h.at(), rows({older}));
  BOOST_TEST(h.sent<version_list>()->versions.at(0).version == 2u);
  BOOST_TEST(h.sent<version_list>()->versions.at(1).title == "Old");
  h.say(read_text{"d", 1});
  give(d);
  h.answer(h.at(), rows({older}));
  BOOST_TEST(h.sent<load_text>()->storage_key == "documents/ann/d_1");
  BOOST_TEST(h.sent<load_text>()->sha256 == "4c");
  h.answer(h.at(), text_loaded{"as it was", false});
  BOOST_TEST(h.sent<document_text_found>()->text == "as it was");
  h.say(read_text{"d", 7});
  give(d);
  h.answer(h.at(), rows({}));
  BOOST_TEST((h.failed()->code == ec::not_found));
  h.say(read_text{"d"});
  auto extracted = d;
  extracted.text_key = "documents/ann/d.text", extracted.text_hash = "ab12";
  give(extracted);
  BOOST_TEST(h.sent<load_text>()->storage_key == "documents/ann/d.text");
  BOOST_TEST(h.sent<load_text>()->sha256 == "ab12");
}

BOOST_AUTO_TEST_CASE(similar_documents_and_figures_are_of_what_the_caller_sees) {
  h.say(similar_documents{"d", 3});
  give(some_document());
  BOOST_TEST(h.sent<find_similar>()->user == "ann");
  BOOST_TEST(h.sent<find_similar>()->limit == 3u);
  h.answer(h.at(), similar_found{});
  BOOST_TEST(h.sent<similar_found>() != nullptr);
  h.say(get_stats{});
  h.answer(h.at(), rows({{5, 3, 1, 1, 40}}));
  h.answer(h.at(), index_memory{7, 9});
  BOOST_TEST(h.sent<knowledge_stats>()->index_bytes == 7u);
  BOOST_TEST(h.sent<knowledge_stats>()->most_index_bytes == 9u);
  BOOST_TEST(h.sent<knowledge_stats>()->chunks == 40u);
}

BOOST_AUTO_TEST_CASE(a_collection_gets_its_id_from_its_name_and_names_are_unique) {
  create_collection m;
  m.name = "Prod Runbooks!";
  h.say(m);
  h.answer(h.at(), rows({}));
  BOOST_TEST(h.sent<db::transact>()->unit.at(0).params.at(1).bytes == "col_prod-runbooks");
  h.answer(h.at(), sets({rows({})}));
  BOOST_TEST(h.sent<collection_record>()->id == "col_prod-runbooks");
  h.say(m);
  h.answer(h.at(), rows({collection_row("", "col_prod-runbooks", "global")}));
  BOOST_TEST((h.failed()->code == ec::invalid));
  h.say(m);
  h.answer(h.at(), rows({}));
  h.fails(h.at(), ec::conflict);  // a double click
  BOOST_TEST((h.failed()->code == ec::invalid));
  m.name = "!!!";
  h.say(m);
  h.answer(h.at(), rows({}));
  BOOST_TEST(h.sent<db::transact>()->unit.at(0).params.at(1).bytes == "col_collection");
  m.scope = "global";
  h.say(m);
  BOOST_TEST((h.failed()->code == ec::forbidden));
}

BOOST_AUTO_TEST_CASE(collections_are_bounded_in_number) {
  std::vector<db::row> many;
  for (int i = 0; i < 200; ++i) many.push_back(collection_row("ann", "col_" + std::to_string(i)));
  create_collection m;
  m.name = "one more";
  h.say(m);
  h.answer(h.at(), rows(many));
  BOOST_TEST((h.failed()->code == ec::invalid));
}

BOOST_AUTO_TEST_CASE(a_collection_is_deleted_and_its_documents_stay) {
  h.say(delete_collection{"col_a"});
  h.answer(h.at(), rows({collection_row("", "col_a", "global"), collection_row("ann", "col_a")}));
  BOOST_TEST(h.sent<db::transact>()->unit.at(0).name == "knowledge.leave_collection");
  h.answer(h.at(), sets({rows({}), rows({})}));
  BOOST_TEST(h.sent<done>(1) != nullptr);
  h.say(delete_collection{"col_a"});
  h.answer(h.at(), rows({collection_row("", "col_a", "global")}));
  BOOST_TEST((h.failed()->code == ec::forbidden));
  h.say(delete_collection{"col_x"});
  h.answer(h.at(), rows({}));
  BOOST_TEST((h.failed()->code == ec::not_found));
}

BOOST_AUTO_TEST_SUITE_END()

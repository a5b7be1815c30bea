// Searching the indexes of several scopes at once.
#include "index_job.hpp"

#include <boost/test/unit_test.hpp>

using namespace fm;
using namespace fm::knowledge;

namespace {

std::shared_ptr<const scope_index> index_with(index_scope scope,
                                              const std::vector<stored_document>& documents) {
  auto out = std::make_shared<scope_index>();
  search_index::builder builder;
  for (const auto& d : documents) {
    builder.add({d.filename, "# " + d.title + "\n\nSteps for " + d.title + ".\n", d.id, {}});
    out->documents.emplace(d.id, d);
  }
  for (int i = 0; i < 6; ++i) {  // other pages, so that words are not everywhere
    auto name = "other-" + std::to_string(i) + ".md";
    builder.add({name, "# Chapter " + std::to_string(i) + "\n\nNothing of that.\n", "filler-" + name, {}});
    stored_document other;
    other.id = "filler-" + name, other.filename = other.title = name, other.document_type = "other";
    out->documents.emplace(other.id, other);
  }
  out->scope = std::move(scope);
  out->index = std::make_shared<const search_index>(builder.build());
  return out;
}
stored_document doc(std::string id, std::string title, std::string type = "markdown",
                    std::vector<std::string> tags = {}) {
  stored_document d;
  d.id = id, d.filename = id + ".md", d.title = std::move(title), d.document_type = std::move(type);
  d.tags = std::move(tags);
  return d;
}

struct searching {
  std::shared_ptr<index_registry> indexes = std::make_shared<index_registry>();
  searching_job job{nullptr, indexes};
  std::atomic<bool> cancelled{false};
  call_context ctx;
  actors::progress_sink sink;
  actors::worker_env env{ctx, cancelled, 0, sink};
  const index_scope own{"ann", "user", ""}, global{"", "global", ""}, c1{"ann", "case", "c1"},
      c2{"ann", "case", "c2"}, eve{"eve", "user", ""};

  searching() {
    for (const char* user : {"ann", "eve", ""}) indexes->know(user, {});
  }

  std::vector<std::string> find(search_filter filter = {}, const std::string& user = "ann",
                                bool only_case = false, std::uint32_t limit = 10) {
    search_indexes m;
    m.user = user, m.queries = {"disk full"}, m.limit = limit, m.per_document = 3, m.only_case = only_case;
    m.filter = filter;
    auto r = job.run(m, env);
    std::vector<std::string> out;
    for (const auto& hit : r->results.at(0).hits) out.push_back(hit.found.document_id);
    std::sort(out.begin(), out.end());
    return out;
  }
  void set_all() {
    indexes->set(index_with(own, {doc("own", "disk full", "markdown", {"a", "b"})}));
    indexes->set(index_with(global, {doc("global", "disk full", "html", {"a"})}));
    indexes->set(index_with(c1, {doc("case-1", "disk full")}));
    indexes->set(index_with(c2, {doc("case-2", "disk full")}));
    indexes->set(index_with(eve, {doc("eve", "disk full")}));
  }
};
using ids = std::vector<std::string>;

}  // namespace

BOOST_FIXTURE_TEST_SUITE(scopes_searched, searching)

BOOST_AUTO_TEST_CASE(a_user_sees_own_global_and_own_cases_documents) {
  set_all();
  BOOST_TEST(find() == (ids{"case-1", "case-2", "global", "own"}), boost::test_tools::per_element());
  BOOST_TEST(find({}, "eve") == (ids{"eve", "global"}), boost::test_tools::per_element());
  BOOST_TEST(find({}, "") == (ids{"global"}), boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(a_turn_leaves_out_other_cases) {
  set_all();
  search_filter f;
  f.case_id = "c1";
  BOOST_TEST(find(f, "ann", true) == (ids{"case-1", "global", "own"}), boost::test_tools::per_element());
  f.case_id = "c2";
  BOOST_TEST(find(f, "eve", true) == (ids{"eve", "global"}), boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(filters_choose_documents) {
  set_all();
  search_filter f;
  f.case_id = "c1";
  BOOST_TEST(find(f) == (ids{"case-1"}), boost::test_tools::per_element());
  f = {};
  f.scope = "user";
  BOOST_TEST(find(f) == (ids{"own"}), boost::test_tools::per_element());
  f = {};
  f.document_type = "html";
  BOOST_TEST(find(f) == (ids{"global"}), boost::test_tools::per_element());
  f = {};
  f.tags = {"b", "a"};
  BOOST_TEST(find(f) == (ids{"own"}), boost::test_tools::per_element());
  f = {};
  f.document_id = "case-2";
  BOOST_TEST(find(f) == (ids{"case-2"}), boost::test_tools::per_element());
  f = {};
  f.min_score = 1.01;
  BOOST_TEST(find(f).empty());
}

BOOST_AUTO_TEST_CASE(hits_are_best_first_bounded_and_named) {
  indexes->set(
      index_with(own, {doc("a", "disk full"), doc("b", "disk almost full"), doc("c", "full disk alarm")}));
  indexes->set(index_with(global, {doc("g", "disk full")}));
  search_indexes m;
  m.user = "ann", m.queries = {"disk full", "nothing like that at all"}, m.limit = 2;
  auto r = job.run(m, env);
  BOOST_TEST_REQUIRE(r->results.size() == 2u);
  auto& hits = r->results[0].hits;
  BOOST_TEST_REQUIRE(hits.size() == 2u);
  BOOST_TEST(hits[0].found.score >= hits[1].found.score);
  BOOST_TEST(hits[0].title == "disk full");
  BOOST_TEST(hits[0].document_type == "markdown");
  BOOST_TEST(r->results[1].hits.empty());
}

BOOST_AUTO_TEST_CASE(a_hidden_document_stays_hidden_until_an_index_without_it_is_set) {
  indexes->set(index_with(own, {doc("a", "disk full"), doc("b", "disk full")}));
  BOOST_TEST(static_cast<bool>(job.run(hide_documents{own, {"a"}}, env)));
  BOOST_TEST(find() == ids{"b"}, boost::test_tools::per_element());
  indexes->set(index_with(own, {doc("a", "disk full"), doc("b", "disk full")}));  // was built before
  BOOST_TEST(find() == ids{"b"}, boost::test_tools::per_element());
  indexes->set(index_with(own, {doc("b", "disk full")}));
  indexes->set(index_with(own, {doc("a", "disk full")}));  // a new one of that id
  BOOST_TEST(find() == ids{"a"}, boost::test_tools::per_element());
  indexes->drop(own);
  BOOST_TEST(find().empty());
}

BOOST_AUTO_TEST_CASE(a_newer_version_of_a_hidden_document_is_found) {
  indexes->set(index_with(own, {doc("a", "disk full")}));
  BOOST_TEST(static_cast<bool>(job.run(hide_documents{own, {"a"}, 1}, env)));
  BOOST_TEST(find().empty());
  auto newer = doc("a", "disk full");
  newer.version = 2;
  indexes->set(index_with(own, {newer}));
  BOOST_TEST(find() == ids{"a"}, boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(a_collection_chooses_documents) {
  auto in = doc("in", "disk full");
  in.collection_id = "col_x";
  indexes->set(index_with(own, {in, doc("out", "disk full")}));
  search_filter f;
  f.collection_id = "col_x";
  BOOST_TEST(find(f) == ids{"in"}, boost::test_tools::per_element());
  f.collection_id = "col_y";
  BOOST_TEST(find(f).empty());
}

BOOST_AUTO_TEST_CASE(documents_like_one_are_found_in_every_scope_that_may_be_seen) {
  indexes->set(index_with(own, {doc("a", "postgres replication lag"), doc("b", "printer paper jam")}));
  indexes->set(index_with(global, {doc("g", "postgres replication stopped")}));
  indexes->set(index_with(eve, {doc("e", "postgres replication lag")}));
  find_similar m;
  m.user = "ann", m.scope = own, m.document_id = "a", m.limit = 5;
  auto r = job.run(m, env);
  BOOST_TEST_REQUIRE(r->hits.size() >= 1u);
  BOOST_TEST(r->hits[0].document_id == "g");
  BOOST_TEST(r->hits[0].score > .3);
  BOOST_TEST(r->hits[0].score <= 1);
  BOOST_TEST(r->hits[0].snippet.find("postgres") != std::string::npos);
  for (const auto& hit : r->hits) BOOST_TEST((hit.document_id != "a" && hit.document_id != "e"));
  BOOST_TEST(static_cast<bool>(job.run(hide_documents{global, {"g"}}, env)));
  const auto without = job.run(m, env);
  for (const auto& hit : without->hits) BOOST_TEST(hit.document_id != "g");
  m.document_id = "not indexed";
  BOOST_TEST(job.run(m, env)->hits.empty());
}

BOOST_AUTO_TEST_CASE(a_search_that_nobody_waits_for_ends) {
  set_all();
  cancelled = true;
  search_indexes m;
  m.user = "ann", m.queries = {"disk full"};
  auto r = job.run(m, env);
  BOOST_TEST((!r && r.error().code == ec::cancelled));
}

BOOST_AUTO_TEST_CASE(a_search_names_the_indexes_that_it_would_need_and_those_of_others_do_not_matter) {
  search_indexes m;
  m.user = "bob", m.queries = {"disk full"}, m.limit = 5;
  BOOST_TEST(job.run(m, env)->gaps.scopes_unknown);
  job.run(know_scopes{"bob", {{"bob", "user", ""}, global}}, env);
  auto found = job.run(m, env);
  BOOST_TEST(!found->gaps.scopes_unknown);
  BOOST_TEST(found->gaps.not_loaded.size() == 2u);
  m.filter.scope = "global";
  BOOST_TEST(job.run(m, env)->gaps.not_loaded.size() == 1u);
  indexes->set(index_with(global, {doc("global", "disk full")}));
  found = job.run(m, env);
  BOOST_TEST(!found->gaps.any());
  BOOST_TEST(found->results.at(0).hits.size() == 1u);
}

BOOST_AUTO_TEST_CASE(indexes_that_take_too_much_memory_are_let_go_and_stay_known) {
  const auto one = index_with(own, {doc("own", "disk full")});
  auto few = std::make_shared<index_registry>(one->bytes() + one->bytes() / 2);
  for (int i = 0; i < 20; ++i)
    few->set(index_with({"user" + std::to_string(i), "user", ""}, {doc("d", "disk full")}));
  BOOST_TEST(few->memory().bytes <= 3 * one->bytes());
  BOOST_TEST(few->memory().most_bytes == one->bytes() + one->bytes() / 2);
  few->know("user0", {});
  const auto all = [](const index_scope&) { return true; };
  BOOST_TEST(few->visible("user0", all).loaded.empty());
  BOOST_TEST(few->visible("user0", all).gaps.not_loaded.size() == 1u);
  few->know("user19", {});
  BOOST_TEST(few->visible("user19", all).loaded.size() == 1u);
  for (int i = 0; i < 20; ++i) few->drop({"user" + std::to_string(i), "user", ""});
  BOOST_TEST(few->memory().bytes == 0u);
}

BOOST_AUTO_TEST_SUITE_END()

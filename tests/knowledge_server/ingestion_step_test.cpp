// The steps of an ingestion, fed by hand, and how many that wait become one build.
#include "ingestion_step.hpp"

#include "knowledge_support.hpp"

#include <fm/test/hand.hpp>

#include <boost/test/unit_test.hpp>

using namespace fm;
using namespace fm::knowledge;
using fm::test::rows;
using fm::test::sets;

namespace {

struct ingestion {
  test::hand<ingestion_state> h;
  index_scope own{"ann", "user", ""};
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(ingestion_steps, ingestion)

BOOST_AUTO_TEST_CASE(a_document_is_read_and_its_passages_are_counted) {
  h.say(read_document{"d"});
  h.answer(h.at(), rows({row_of(some_document())}));
  BOOST_TEST(h.sent<db::transact>()->unit.at(0).name == "knowledge.set_processing");
  h.answer(h.at(), sets({rows({})}));
  BOOST_TEST(h.sent<parse_document>()->document.storage_key == "documents/ann/d_disk.md");
  h.answer(h.at(), document_parsed{4, false, ""});
  BOOST_TEST(h.sent<db::transact>()->unit.at(0).params.at(2).integer == 4);
  BOOST_TEST(h.sent<db::transact>()->unit.at(0).params.at(3).bytes == "");
  h.answer(h.at(), sets({rows({})}));
  BOOST_TEST(h.sent<ingestion_step_done>()->result.find("\"chunk_count\":4") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(every_failure_of_reading_reaches_the_job) {
  h.say(read_document{"d"});
  h.answer(h.at(), rows({}));
  BOOST_TEST((h.failed()->code == ec::not_found));
  h.say(read_document{"d"});
  h.answer(h.at(), rows({row_of(some_document())}));
  h.fails(h.at(), ec::unavailable);
  BOOST_TEST((h.failed()->code == ec::unavailable));
  h.say(read_document{"d"});
  h.answer(h.at(), rows({row_of(some_document())}));
  h.answer(h.at(), sets({rows({})}));
  h.fails(h.at(), ec::invalid);
  BOOST_TEST((h.failed()->code == ec::invalid));
  BOOST_TEST(h.idle());
}

BOOST_AUTO_TEST_CASE(a_document_is_indexed_when_a_build_that_began_after_it_has_ended) {
  h.say(index_document{"d"});
  h.answer(h.at(), rows({row_of(some_document())}));
  BOOST_TEST(h.sent<db::query>()->read.name == "knowledge.of_user_scope");
  h.answer(h.at(), rows({stored_row(some_document())}));
  auto* build = h.sent<build_index>();
  BOOST_TEST_REQUIRE(build != nullptr);
  BOOST_TEST((build->scope == own));
  BOOST_TEST(build->documents.at(0).tags.at(0) == "storage");
  h.answer(h.at(), rebuilt{1, 4, {}});
  BOOST_TEST(h.sent<db::transact>()->unit.at(0).name == "knowledge.set_indexed");
  h.answer(h.at(), sets({rows({})}));
  BOOST_TEST(h.sent<ingestion_step_done>()->result.find("indexed") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(many_that_wait_for_one_scope_are_served_by_one_build) {
  h.say(refresh_index{own});
  auto first = h.at();
  h.say(refresh_index{own});
  h.say(refresh_index{own});
  BOOST_TEST(h.out.empty());
  h.answer(first, rows({}));
  auto building = h.at();
  h.say(refresh_index{own});  // this one came when the build had begun, as the two before it
  h.answer(building, rebuilt{1, 1, {}});
  BOOST_TEST(h.sent<rebuilt>(0) != nullptr);
  BOOST_TEST_REQUIRE(h.sent<db::query>(1) != nullptr);  // the second build, for all three
  h.answer(h.at(1), rows({}));
  h.answer(h.at(), rebuilt{3, 3, {}});
  BOOST_TEST(h.out.size() == 3u);
  for (std::size_t i = 0; i < 3; ++i) BOOST_TEST(h.sent<rebuilt>(i)->documents == 3u);
  BOOST_TEST(h.idle());
}

BOOST_AUTO_TEST_CASE(a_build_that_fails_fails_its_own_request_and_the_next_builds_again) {
  h.say(refresh_index{own});
  auto first = h.at();
  h.say(refresh_index{own});
  h.answer(first, rows({}));
  h.fails(h.at(), ec::unavailable);
  bool failed = false;
  std::size_t query = h.out.size();
  for (std::size_t i = 0; i < h.out.size(); ++i) {
    failed = failed || h.failed(i);
    if (h.sent<db::query>(i)) query = i;
  }
  BOOST_TEST(failed);
  BOOST_TEST_REQUIRE(query < h.out.size());
  h.answer(h.at(query), rows({}));
  h.answer(h.at(), rebuilt{});
  BOOST_TEST(h.sent<rebuilt>() != nullptr);
}

BOOST_AUTO_TEST_CASE(scopes_do_not_wait_for_each_other_and_are_read_in_pages) {
  h.say(refresh_index{own});
  h.say(refresh_index{{"", "global", ""}});
  BOOST_TEST(h.sent<db::query>()->read.name == "knowledge.of_global_scope");
  std::vector<db::row> page;
  for (int i = 0; i < 1'000; ++i) page.push_back(stored_row(some_document(std::to_string(i))));
  h.answer(h.at(), rows(page));
  BOOST_TEST_REQUIRE(h.sent<db::query>() != nullptr);
  BOOST_TEST(h.sent<db::query>()->read.params.at(0).bytes == "999");
  h.answer(h.at(), rows({}));
  BOOST_TEST(h.sent<build_index>()->documents.size() == 1'000u);
  h.say(refresh_index{{"ann", "case", "c"}});
  BOOST_TEST(h.sent<db::query>()->read.name == "knowledge.of_case_scope");
}

BOOST_AUTO_TEST_CASE(a_start_builds_no_index_and_takes_away_what_closed_cases_left) {
  h.say(purge_closed{});
  h.answer(h.at(), rows({{"ann", "c"}}));
  case_standing closed;
  closed.status = "closed";
  h.answer(h.at(), closed);
  BOOST_TEST_REQUIRE(h.sent<purge_case>() != nullptr);
  h.answer(h.at(), done{});
  BOOST_TEST(h.sent<done>() != nullptr);
  h.say(purge_closed{});
  h.answer(h.at(), rows({}));
  BOOST_TEST(h.sent<done>() != nullptr);
  BOOST_TEST(h.idle());
}

BOOST_AUTO_TEST_CASE(the_text_of_a_file_that_is_no_text_lies_beside_it) {
  h.say(read_document{"d"});
  h.answer(h.at(), rows({row_of(some_document())}));
  h.answer(h.at(), sets({rows({})}));
  BOOST_TEST(h.sent<parse_document>()->text_key == "documents/ann/d_disk.md.text");
  h.answer(h.at(), document_parsed{4, true, "ab12"});
  BOOST_TEST(h.sent<db::transact>()->unit.at(0).params.at(3).bytes == "documents/ann/d_disk.md.text");
  BOOST_TEST(h.sent<db::transact>()->unit.at(0).params.at(4).bytes == "ab12");
}

BOOST_AUTO_TEST_CASE(a_job_that_another_has_replaced_abandons_nothing) {
  h.say(abandon_ingestion{"d", "given up", "j-old"});
  h.answer(h.at(), rows({row_of(some_document())}));
  BOOST_TEST(h.sent<done>() != nullptr);
}

BOOST_AUTO_TEST_CASE(a_document_whose_job_failed_is_taken_out_of_the_search) {
  h.say(abandon_ingestion{"d", "given up", "j-d"});
  h.answer(h.at(), rows({row_of(some_document())}));
  BOOST_TEST(h.sent<db::transact>()->unit.at(0).name == "knowledge.set_failed");
  h.answer(h.at(), sets({rows({})}));
  BOOST_TEST(h.sent<hide_documents>()->ids.at(0) == "d");
  h.answer(h.at(), done{});
  BOOST_TEST(h.sent<done>() != nullptr);
}

BOOST_AUTO_TEST_SUITE_END()

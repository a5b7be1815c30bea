// Changes and reads of one live case.
#include "case_support.hpp"

#include <fm/evidence/messages.hpp>
#include <fm/knowledge/messages.hpp>
#include <fm/providers/blob.hpp>

using namespace fm::cases;
using fm::ec;
using fm::test::case_hand, fm::test::example_case, fm::test::names;
namespace db = fm::db;

BOOST_AUTO_TEST_CASE(a_case_is_read_from_storage_once_and_then_from_memory) {
  case_hand h;
  h.say(get_case{"c1"});
  h.load();
  BOOST_TEST_REQUIRE(h.sent<case_record>());
  BOOST_TEST((*h.sent<case_record>() == example_case()));
  h.say(get_case{"c1"});
  BOOST_TEST_REQUIRE(h.sent<case_record>());
}

BOOST_AUTO_TEST_CASE(a_case_of_somebody_else_and_one_that_is_not_there_are_both_not_found) {
  case_hand h;
  h.ctx.user = "bob";
  h.say(get_case{"c1"});
  h.load();
  BOOST_TEST_REQUIRE(h.failed());
  BOOST_TEST((h.failed()->code == ec::not_found));
  auto foreign = h.failed()->text;
  case_hand none;
  none.say(update_case{.case_id = "c1"});
  none.answer(none.at(), db::row_set{});
  BOOST_TEST((none.failed()->code == ec::not_found));
  BOOST_TEST(none.failed()->text == foreign);
}

BOOST_AUTO_TEST_CASE(every_change_of_a_foreign_case_is_refused) {
  case_hand h;
  h.say(get_case{"c1"});
  h.load();
  h.ctx.user = "bob";
  auto refused = [&] { return h.out.size() == 1 && h.failed() && h.failed()->code == ec::not_found; };
  h.say(get_case{"c1"});
  BOOST_TEST(refused());
  h.say(update_case{.case_id = "c1"});
  BOOST_TEST(refused());
  h.say(set_status{.case_id = "c1", .status = "investigating", .reason = {}});
  BOOST_TEST(refused());
  h.say(close_case{.case_id = "c1", .resolution = {}, .notes = {}, .resolved_by = {}});
  BOOST_TEST(refused());
  h.say(delete_case{.case_id = "c1"});
  BOOST_TEST(refused());
  h.say(add_message{"c1", "user", "x", ""});
  BOOST_TEST(refused());
  h.say(add_hypothesis{"c1", "t", "d", -1});
  BOOST_TEST(refused());
  h.say(update_hypothesis{.case_id = "c1", .hypothesis_id = "h"});
  BOOST_TEST(refused());
  h.say(add_solution{"c1", "t", "d", {}});
  BOOST_TEST(refused());
  h.say(post_turn{.case_id = "c1", .message = "why?"});
  BOOST_TEST(refused());
  h.say(add_data{"c1", "{}"});
  BOOST_TEST(refused());
  h.say(remove_data{"c1", "data_1"});
  BOOST_TEST(refused());
  h.say(suggest_title{.case_id = "c1"});
  BOOST_TEST(refused());
}

BOOST_AUTO_TEST_CASE(a_change_is_answered_only_after_it_was_stored) {
  case_hand h;
  h.say(update_case{.case_id = "c1", .title = {true, "New"}});
  h.load();
  BOOST_TEST((h.unit() == names{"cases.update_case"}));
  BOOST_TEST(h.out.size() == 1u);
  auto write = h.at();
  h.say(get_case{"c1"});
  BOOST_TEST(h.sent<case_record>()->title == "Orders fail");  // a read does not wait for it
  h.stored(write);
  BOOST_TEST_REQUIRE(h.sent<case_changed>());
  BOOST_TEST(h.sent<case_changed>()->record.title == "New");
  BOOST_TEST(h.sent<case_changed>()->record.version == 2u);
}

BOOST_AUTO_TEST_CASE(two_changes_at_once_are_stored_one_after_the_other) {
  case_hand h;
  h.say(update_case{.case_id = "c1", .title = {true, "First"}});
  h.load();
  auto first = h.at();
  h.say(update_case{.case_id = "c1", .description = {true, "second"}});
  BOOST_TEST(h.out.empty());
  h.stored(first);
  BOOST_TEST_REQUIRE(h.out.size() == 2u);
  auto second = h.at(1);
  BOOST_TEST((h.unit(1) == names{"cases.update_case"}));
  h.stored(second);
  BOOST_TEST(h.sent<case_changed>()->record.title == "First");
  BOOST_TEST(h.sent<case_changed>()->record.description == "second");
  BOOST_TEST(h.sent<case_changed>()->record.version == 3u);
}

BOOST_AUTO_TEST_CASE(a_change_that_was_not_stored_is_refused_and_the_case_is_read_again) {
  case_hand h;
  h.say(update_case{.case_id = "c1", .title = {true, "New"}});
  h.load();
  h.fails(h.at(), ec::unavailable);
  BOOST_TEST((h.failed()->code == ec::unavailable));
  h.say(get_case{"c1"});
  BOOST_TEST(h.sent<db::lookup>());
}

BOOST_AUTO_TEST_CASE(a_change_meant_for_another_version_changes_nothing_and_says_which_one_is_present) {
  auto stale = [](case_hand& h) {
    auto* c = h.sent<case_changed>();
    return h.out.size() == 1 && c && c->stale && c->record.version == 1;
  };
  case_hand h;
  h.say(update_case{.case_id = "c1", .title = {true, "New"}, .version = 7});
  h.load();
  BOOST_TEST(stale(h));
  h.say(set_status{.case_id = "c1", .status = "investigating", .reason = {}, .version = 2});
  BOOST_TEST(stale(h));
  h.say(close_case{.case_id = "c1", .resolution = {}, .notes = {}, .resolved_by = {}, .version = 2});
  BOOST_TEST(stale(h));
  h.say(delete_case{.case_id = "c1", .version = 2});
  BOOST_TEST(stale(h));
  h.say(update_case{.case_id = "c1", .title = {true, "New"}, .version = 1});
  h.stored(h.at());
  BOOST_TEST(!h.sent<case_changed>()->stale);
}

BOOST_AUTO_TEST_CASE(a_version_that_somebody_else_has_stored_is_no_conflict_of_the_client) {
  case_hand h;
  h.say(update_case{.case_id = "c1", .title = {true, "New"}});
  h.load();
  h.fails(h.at(), ec::conflict);
  BOOST_TEST((h.failed()->code == ec::unavailable));
}

BOOST_AUTO_TEST_CASE(a_status_moves_along_and_a_refusal_stores_nothing) {
  case_hand h;
  h.say(set_status{.case_id = "c1", .status = "resolved", .reason = {}});
  h.load();
  BOOST_TEST_REQUIRE(h.failed());
  BOOST_TEST((h.failed()->code == ec::invalid));
  h.say(set_status{.case_id = "c1", .status = "investigating", .reason = "it is serious"});
  BOOST_TEST((h.unit() ==
              names{"cases.update_case", "cases.keep_details", "cases.count_change", "cases.count_change"}));
  h.stored(h.at());
  BOOST_TEST(h.sent<case_changed>()->record.status == "investigating");
  BOOST_TEST(h.sent<case_changed>()->record.metadata.find("it is serious") != std::string::npos);
  h.say(update_case{.case_id = "c1", .status = {true, "consulting"}});
  BOOST_TEST((h.failed()->code == ec::invalid));
  h.say(update_case{.case_id = "c1", .status = {true, "investigating"}});  // the present one changes nothing
  h.stored(h.at());
  BOOST_TEST(h.sent<case_changed>()->record.status == "investigating");
}

BOOST_AUTO_TEST_CASE(a_case_is_closed_once_from_any_state_with_its_reason) {
  case_hand h;
  h.say(close_case{.case_id = "c1", .resolution = "duplicate", .notes = "see c0", .resolved_by = "ann"});
  h.load();
  h.stored(h.at());
  BOOST_TEST(h.sent<fm::knowledge::purge_case>()->case_id == "c1");
  auto closed = h.sent<case_changed>(1)->record;
  BOOST_TEST(closed.status == "closed");
  BOOST_TEST(closed.closure_reason == "duplicate");
  BOOST_TEST(closed.closed != 0);
  BOOST_TEST(closed.metadata.find("duplicate: see c0") != std::string::npos);
  h.say(close_case{.case_id = "c1", .resolution = {}, .notes = {}, .resolved_by = {}});
  BOOST_TEST((h.failed()->code == ec::invalid));
}

BOOST_AUTO_TEST_CASE(messages_hypotheses_and_solutions_are_stored_with_the_next_version_in_one_unit) {
  case_hand h;
  h.say(add_message{"c1", "user", "hello", R"({"a":1})"});
  h.load();
  BOOST_TEST((h.unit() == names{"cases.insert_message", "cases.update_case"}));
  h.stored(h.at());
  BOOST_TEST(h.sent<case_message>()->content == "hello");
  BOOST_TEST(h.state().row.message_count == 1u);
  h.say(add_hypothesis{"c1", "pool", "too small", .4});
  BOOST_TEST((h.unit() == names{"cases.insert_hypothesis", "cases.update_case"}));
  h.stored(h.at());
  auto made = *h.sent<hypothesis_record>();
  BOOST_TEST(made.status == "captured");
  h.say(update_hypothesis{
      .case_id = "c1", .hypothesis_id = made.id, .confidence = .9, .has_validated = true, .validated = true});
  db::row_set found;
  found.rows.push_back(store::insert_hypothesis(made).params);
  h.answer(h.at(), found);
  BOOST_TEST((h.unit() == names{"cases.update_hypothesis", "cases.update_case", "cases.keep_details"}));
  h.stored(h.at());
  BOOST_TEST(h.sent<hypothesis_record>()->status == "validated");
  BOOST_TEST(h.sent<hypothesis_record>()->confidence == .9);
  h.say(update_hypothesis{.case_id = "c1", .hypothesis_id = "other"});
  h.answer(h.at(), db::row_set{});
  BOOST_TEST((h.failed()->code == ec::not_found));
  h.say(add_solution{"c1", "pooler", "add one", {"install"}});
  BOOST_TEST((h.unit() == names{"cases.insert_solution", "cases.update_case"}));
  h.stored(h.at());
  BOOST_TEST(h.sent<solution_record>()->steps.size() == 1u);
}

BOOST_AUTO_TEST_CASE(a_deletion_takes_evidence_and_documents_first_and_the_case_last) {
  case_hand h;
  h.say(delete_case{.case_id = "c1"});
  h.load();
  BOOST_TEST(h.sent<fm::evidence::purge_case>()->case_id == "c1");
  h.answer(h.at(), fm::done{});
  BOOST_TEST(h.sent<fm::knowledge::purge_case>()->case_id == "c1");
  h.answer(h.at(), fm::done{});
  BOOST_TEST((h.unit() == names{"evidence.note_files_of_case", "evidence.forget_case",
                                "knowledge.note_files_of_case", "knowledge.forget_versions_of_case",
                                "knowledge.forget_case", "cases.delete_case", "cases.count_change",
                                "auth.insert_audit"}));
  // What came while the case was being emptied: a file of its own, one that another case uses too, a
  // document.
  db::unit_result gone;
  gone.sets.resize(8);
  gone.sets[1].rows = {{"evidence/c1/own", 0}, {"evidence/c1/shared", 1}};
  gone.sets[4].rows = {{"documents/ann/d", ""}};
  h.answer(h.at(), gone);
  BOOST_TEST(
      h.sent<fm::blob::remove>()->keys == (std::vector<std::string>{"evidence/c1/own", "documents/ann/d"}),
      boost::test_tools::per_element());
  h.answer(h.at(), fm::done{});
  BOOST_TEST(h.sent<case_changed>());
  h.say(get_case{"c1"});
  BOOST_TEST((h.failed()->code == ec::not_found));
  h.say(delete_case{.case_id = "c1"});
  BOOST_TEST((h.failed()->code == ec::not_found));
}

BOOST_AUTO_TEST_CASE(a_deletion_that_fails_on_the_way_leaves_the_case) {
  case_hand h;
  h.say(delete_case{.case_id = "c1"});
  h.load();
  h.fails(h.at(), ec::unavailable);
  BOOST_TEST((h.failed()->code == ec::unavailable));
  h.say(get_case{"c1"});
  BOOST_TEST(h.sent<case_record>());
}

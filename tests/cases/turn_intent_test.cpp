// Turns that do more than ask: they bring files, move the case, judge a hypothesis.
#include "case_support.hpp"

#include <fm/agent/messages.hpp>
#include <fm/evidence/messages.hpp>
#include <fm/json/value.hpp>

using namespace fm::cases;
using fm::ec;
using fm::test::case_hand, fm::test::example_case, fm::test::names;
namespace db = fm::db;
namespace agent = fm::agent;
namespace evidence = fm::evidence;

namespace {

turn_intent transition(const std::string& to, bool confirmed = true) {
  turn_intent i;
  i.kind = "status_transition";
  i.to = to;
  i.confirmed = confirmed;
  return i;
}

post_turn saying(const std::string& words, turn_intent intent = {}) {
  post_turn m;
  m.case_id = "c1";
  m.message = words;
  m.intent = std::move(intent);
  return m;
}

agent::turn_result result() {
  agent::turn_result r;
  r.found.verdict = agent::verdict::problem;
  r.found.confidence = .9;
  r.found.answer = "the pool is too small.";
  agent::claim said;
  said.text = "the pool is too small";
  r.found.conclusion = {said};
  r.found.evidence.resize(1);
  r.evidence_ids = {"e1"};
  return r;
}

/// One whole turn without the agent.
turn_answer act(case_hand& h, post_turn m, bool first = false, const case_record& c = example_case()) {
  h.say(std::move(m));
  if (first) h.load(c);
  h.stored(h.at());
  BOOST_TEST_REQUIRE(h.sent<db::transact>());
  h.stored(h.at());
  BOOST_TEST_REQUIRE(h.answered());
  return *h.answered();
}

/// One whole turn with it.
turn_answer ask(case_hand& h, post_turn m, bool first = false, const case_record& c = example_case()) {
  h.say(std::move(m));
  if (first) h.load(c);
  h.stored(h.at());
  BOOST_TEST_REQUIRE(h.sent<agent::run_turn>());
  h.answer(h.at(), result());
  h.answer(h.at(), db::row_set{});
  h.stored(h.at());
  BOOST_TEST_REQUIRE(h.answered());
  return *h.answered();
}

bool marks(const case_hand& h, std::string_view text) {
  return const_cast<case_hand&>(h).state().row.metadata.find(text) != std::string::npos;
}

evidence::evidence_record file(const std::string& id, const std::string& status) {
  evidence::evidence_record e;
  e.id = id;
  e.case_id = "c1";
  e.status = status;
  return e;
}

}  // namespace

BOOST_AUTO_TEST_CASE(a_problem_is_proposed_confirmed_and_then_investigated) {
  case_hand h;
  auto proposed = ask(h, saying("why do orders fail?"), true);
  BOOST_TEST(proposed.proposed_statement == "the pool is too small");
  auto confirmed = act(h, saying("Yes"));
  BOOST_TEST(confirmed.case_status == "consulting");
  BOOST_TEST(confirmed.progress);
  BOOST_TEST(confirmed.response.find("the pool is too small") != std::string::npos);
  BOOST_TEST(marks(h, R"("problem_statement_confirmed":true)"));
  auto begun = ask(h, saying("I want to start a formal investigation to find the root cause."));
  BOOST_TEST(begun.case_status == "investigating");
  BOOST_TEST(begun.status_changed);
  BOOST_TEST(begun.proposed_statement.empty());
  BOOST_TEST(begun.response.find("The problem: the pool is too small") != std::string::npos);
  BOOST_TEST(h.state().row.description == "the pool is too small");
  BOOST_TEST(marks(h, R"("to_status":"investigating")"));
  // The progress began anew: what the turn showed is progress of the investigation.
  BOOST_TEST(begun.milestones.size() == 2u);
}

BOOST_AUTO_TEST_CASE(a_statement_that_is_refused_makes_room_for_another_one) {
  case_hand h;
  ask(h, saying("why do orders fail?"), true);
  auto no = act(h, saying("No"));
  BOOST_TEST(no.response.find("own words") != std::string::npos);
  BOOST_TEST(!marks(h, R"("proposed_problem_statement":"the)"));
  BOOST_TEST(ask(h, saying("and now?")).proposed_statement == "the pool is too small");
}

BOOST_AUTO_TEST_CASE(a_transition_runs_the_investigation_with_the_problem_as_its_question) {
  case_hand h;
  ask(h, saying("why do orders fail?"), true);
  h.say(saying("", transition("investigating")));
  h.stored(h.at());
  BOOST_TEST_REQUIRE(h.sent<agent::run_turn>());
  BOOST_TEST(h.sent<agent::run_turn>()->question == "the pool is too small");
}

BOOST_AUTO_TEST_CASE(who_says_that_it_is_resolved_says_that_the_solution_works) {
  case_hand h;
  auto c = example_case();
  c.status = "investigating";
  auto done =
      act(h, saying("The issue is resolved. Generate final documentation with root cause and solution."),
          true, c);
  BOOST_TEST(done.case_status == "resolved");
  BOOST_TEST((done.milestones == std::vector<std::string>{"solution_applied", "solution_verified"}));
  BOOST_TEST(h.state().row.resolved != 0);
  auto closed = act(h, saying("", transition("closed")));
  BOOST_TEST(closed.case_status == "closed");
  BOOST_TEST(h.state().row.closure_reason == "resolved");
  h.say(saying("and now?"));
  BOOST_TEST((h.turn_failed()->code == ec::conflict));
}

BOOST_AUTO_TEST_CASE(closing_without_a_solution_says_what_was_found) {
  case_hand h;
  ask(h, saying("why do orders fail?"), true);
  ask(h, saying("", transition("investigating")));
  auto closed = act(h, saying("Close this case as unresolved. Summarize what we found so far."));
  BOOST_TEST(closed.case_status == "closed");
  BOOST_TEST(closed.response.find("the pool is too small") != std::string::npos);
  BOOST_TEST(h.state().row.closure_reason == "solution_deferred");
}

BOOST_AUTO_TEST_CASE(a_transition_that_is_not_confirmed_asks_and_one_that_cannot_be_is_refused_at_once) {
  case_hand h;
  auto asked = act(h, saying("", transition("closed", false)), true);
  BOOST_TEST(asked.case_status == "consulting");
  BOOST_TEST(asked.response_type == "confirmation_request");
  h.say(saying("", transition("resolved")));
  BOOST_TEST_REQUIRE(h.failed());
  BOOST_TEST((h.turn_failed()->code == ec::invalid));
  BOOST_TEST(h.out.size() == 1u);  // nothing was stored
}

BOOST_AUTO_TEST_CASE(a_hypothesis_is_judged_by_the_user) {
  case_hand h;
  turn_intent i;
  i.kind = "hypothesis_action";
  i.hypothesis_id = "h1";
  i.action = "refute";
  h.say(saying("it is not that", i));
  h.load();
  h.stored(h.at());
  BOOST_TEST(h.sent<db::query>()->read.name == "cases.hypothesis_by_id");
  hypothesis_record known;
  known.id = "h1";
  known.case_id = "c1";
  known.title = "The disk is full";
  db::row_set rows;
  rows.rows.push_back(store::insert_hypothesis(known).params);
  h.answer(h.at(), rows);
  BOOST_TEST((h.unit() == names{"cases.insert_message", "cases.set_message_state", "agent.forget_steps",
                                "cases.update_hypothesis", "cases.update_case", "cases.keep_details"}));
  BOOST_TEST(h.sent<db::transact>()->unit.at(3).params.at(5).bytes == "refuted");
  h.stored(h.at());
  BOOST_TEST(h.answered()->outcome == "hypothesis_refuted");
  i.hypothesis_id = "h2";
  h.say(saying("nor that", i));
  h.stored(h.at());
  h.answer(h.at(), db::row_set{});
  BOOST_TEST((h.unit() == names{"cases.set_message_state", "agent.forget_steps"}));
  h.stored(h.at());
  BOOST_TEST((h.turn_failed()->code == ec::invalid));
}

BOOST_AUTO_TEST_CASE(files_are_evidence_before_the_question_is_asked_and_are_waited_for) {
  case_hand h;
  auto m = saying("");
  m.files.push_back({"/spool/1", "app.log", "text/plain", "", "log", "file"});
  h.say(m);
  h.load();
  BOOST_TEST_REQUIRE(h.sent<evidence::upload_evidence>());
  BOOST_TEST(h.sent<evidence::upload_evidence>()->spool == "/spool/1");
  h.answer(h.at(), file("e1", "pending"));
  BOOST_TEST_REQUIRE(h.sent<db::transact>());
  auto question = h.sent<db::transact>()->unit.at(0).params;
  BOOST_TEST(question.at(3).bytes == "What do these files show: app.log?");
  BOOST_TEST(question.at(4).bytes == R"({"attachments":["e1"]})");
  h.stored(h.at());
  BOOST_TEST_REQUIRE(h.sent<evidence::get_evidence>());
  h.answer(h.at(), file("e1", "processing"));
  h.fire(h.at());
  h.answer(h.at(), file("e1", "processed"));
  BOOST_TEST_REQUIRE(h.sent<agent::run_turn>());
  h.answer(h.at(), result());
  h.answer(h.at(), db::row_set{});
  h.stored(h.at());
  auto* a = h.answered();
  BOOST_TEST_REQUIRE(a);
  BOOST_TEST(a->attachments.at(0).status == "processed");
}

BOOST_AUTO_TEST_CASE(of_files_that_cannot_all_be_kept_none_is) {
  case_hand h;
  auto m = saying("look");
  m.files.push_back({"/spool/1", "a.log", "text/plain", "", "log", "file"});
  m.files.push_back({"/spool/2", "b.exe", "application/x-msdownload", "", "log", "file"});
  h.say(m);
  h.load();
  h.answer(h.at(), file("e1", "pending"));
  h.fails(h.at(), ec::invalid, "executable files are not taken");
  BOOST_TEST_REQUIRE(h.sent<evidence::delete_evidence>());
  h.answer(h.at(), fm::done{});
  BOOST_TEST_REQUIRE(h.failed());
  BOOST_TEST(h.failed()->text == "b.exe: executable files are not taken");
}

BOOST_AUTO_TEST_CASE(an_automatic_title_becomes_a_better_one_with_the_first_content_and_no_other_does) {
  case_hand h;
  auto c = example_case();
  c.title = "Case-0314-1";
  c.title_kind = "automatic";
  ask(h, saying("why?"), true, c);
  BOOST_TEST(h.state().row.title == "The pool is too small");
  BOOST_TEST(h.state().row.title_kind == "derived");
  case_hand named;
  ask(named, saying("why do all the orders fail?"), true);
  BOOST_TEST(named.state().row.title == "Orders fail");
}

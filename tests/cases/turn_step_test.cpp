// Turns: in order, kept whatever becomes of them, cancelled by a deletion.
#include "case_support.hpp"

#include <fm/agent/messages.hpp>
#include <fm/evidence/messages.hpp>

#include <utility>

using namespace fm::cases;
using fm::ec;
using fm::test::case_hand, fm::test::example_case, fm::test::names;
namespace db = fm::db;
namespace agent = fm::agent;

namespace {

agent::turn_result result() {
  agent::turn_result r;
  r.found.verdict = agent::verdict::problem;
  r.found.confidence = .9;
  r.found.level = "verified";
  r.found.answer = "the pool is too small [E1:L3].";
  agent::claim said;
  said.text = "the pool is too small";
  r.found.conclusion = {said};
  agent::hypothesis h;
  h.rule = "pool";
  h.statement = said;
  h.likelihood = .9;
  h.supporting = {said, said};
  h.supporting[0].citations = {{1, {{3, 3}}, 0, ""}};
  h.supporting[1].citations = {{1, {{9, 9}}, 0, ""}};
  r.found.hypotheses = {h};
  r.found.evidence.resize(1);
  r.evidence_ids = {"e1"};
  return r;
}

/// Feeds a case whose first turn has asked the agent; `asked` is that ask.
struct turn_in_agent : case_hand {
  explicit turn_in_agent(options how = {}) : case_hand(how) {
    say(post_turn{.case_id = "c1", .message = "why?"});
    load();
    BOOST_TEST((unit() == names{"cases.insert_message", "cases.update_case"}));
    stored(at());
    BOOST_TEST_REQUIRE(sent<agent::run_turn>());
    asked = at();
  }
  fm::origin asked;
};

const fm::failure* failure_of(const case_hand& h, fm::ticket_t command) {
  for (const auto& o : h.out)
    if (o.what == fm::output_kind::reply && o.command == command && o.error) return &*o.error;
  return nullptr;
}

}  // namespace

BOOST_AUTO_TEST_CASE(a_question_is_stored_before_the_agent_is_asked_and_its_answer_in_one_unit) {
  turn_in_agent h;
  BOOST_TEST(h.sent<agent::run_turn>()->question == "why?");
  h.answer(h.asked, result());
  h.answer(h.at(), db::row_set{});  // no hypotheses yet
  BOOST_TEST((h.unit() == names{"cases.insert_message", "cases.set_message_state", "agent.forget_steps",
                                "cases.insert_hypothesis", "cases.update_case", "cases.keep_details"}));
  h.stored(h.at());
  auto* a = h.answered();
  BOOST_TEST_REQUIRE(a);
  BOOST_TEST(a->response == "the pool is too small [E1:L3].");
  BOOST_TEST(a->turn == 1u);
  BOOST_TEST(a->case_status == "consulting");  // until the user has decided
  BOOST_TEST(!a->status_changed);
  BOOST_TEST(a->proposed_statement == "the pool is too small");
  BOOST_TEST(a->progress);
  BOOST_TEST(a->question_id != a->message_id);
  BOOST_TEST(h.state().row.message_count == 2u);
}

BOOST_AUTO_TEST_CASE(a_second_turn_updates_the_hypotheses_it_finds_again) {
  turn_in_agent h;
  h.answer(h.asked, result());
  h.answer(h.at(), db::row_set{});
  auto* unit = h.sent<db::transact>();
  db::row_set known;
  known.rows.push_back(unit->unit.at(3).params);
  h.stored(h.at());
  h.say(post_turn{.case_id = "c1", .message = "sure?"});
  h.stored(h.at());
  auto weaker = result();
  weaker.found.hypotheses[0].likelihood = .5;
  h.answer(h.at(), weaker);
  h.answer(h.at(), known);
  BOOST_TEST((h.unit() == names{"cases.insert_message", "cases.set_message_state", "agent.forget_steps",
                                "cases.update_hypothesis", "cases.update_case", "cases.keep_details"}));
  const auto row = store::hypothesis_of(h.sent<db::transact>()->unit.at(3).params);
  BOOST_TEST(row.status == "active");  // it was validated, and the evidence was weighed anew
  BOOST_TEST(row.confidence == .5);
}

BOOST_AUTO_TEST_CASE(the_agent_gets_along_what_the_case_remembers) {
  turn_in_agent h;
  BOOST_TEST(h.sent<agent::run_turn>()->memory.empty());
  BOOST_TEST(h.sent<agent::run_turn>()->hypotheses.empty());
  h.answer(h.asked, result());
  h.answer(h.at(), db::row_set{});
  const auto stored = store::hypothesis_of(h.sent<db::transact>()->unit.at(3).params);
  BOOST_TEST(stored.status == "validated");
  h.stored(h.at());
  h.say(post_turn{.case_id = "c1", .message = "sure?"});
  h.stored(h.at());
  const auto* asked = h.sent<agent::run_turn>();
  BOOST_TEST_REQUIRE(asked);
  BOOST_TEST(asked->memory.find("why?") != std::string::npos);
  BOOST_TEST(asked->memory.size() <= 1'600u * 4);
  BOOST_TEST_REQUIRE(asked->hypotheses.size() == 1u);
  BOOST_TEST(asked->hypotheses[0].statement == "the pool is too small");
  BOOST_TEST(asked->hypotheses[0].status == "validated");
  BOOST_TEST(asked->hypotheses[0].origin == stored.origin);
  BOOST_TEST(asked->excluded_category.empty());
}

BOOST_AUTO_TEST_CASE(what_the_user_says_of_a_hypothesis_no_turn_takes_back) {
  turn_in_agent h;
  h.answer(h.asked, result());
  h.answer(h.at(), db::row_set{});
  db::row_set known;
  known.rows.push_back(h.sent<db::transact>()->unit.at(3).params);
  const auto id = store::hypothesis_of(known.rows[0]).id;
  h.stored(h.at());
  h.say(update_hypothesis{.case_id = "c1", .hypothesis_id = id, .status = {true, "refuted"}});
  h.answer(h.at(), known);
  BOOST_TEST((h.unit() == names{"cases.update_hypothesis", "cases.update_case", "cases.keep_details"}));
  known.rows[0] = h.sent<db::transact>()->unit.at(0).params;
  h.stored(h.at());
  h.say(post_turn{.case_id = "c1", .message = "sure?"});
  h.stored(h.at());
  auto stronger = result();
  stronger.found.hypotheses[0].likelihood = 1;
  stronger.found.hypotheses[0].supporting.push_back(stronger.found.conclusion[0]);
  h.answer(h.at(), stronger);
  h.answer(h.at(), known);
  const auto row = store::hypothesis_of(h.sent<db::transact>()->unit.at(3).params);
  BOOST_TEST(row.id == id);
  BOOST_TEST(row.status == "refuted");
  BOOST_TEST(!row.validated);
}

BOOST_AUTO_TEST_CASE(one_that_the_agent_states_no_more_is_let_go_in_its_row) {
  case_hand h;
  auto c = example_case();
  c.status = "investigating";
  h.say(post_turn{.case_id = "c1", .message = "why?"});
  h.load(c);
  h.stored(h.at());
  auto unsure = result();
  unsure.found.hypotheses[0].likelihood = unsure.found.confidence = .6;
  h.answer(h.at(), unsure);
  h.answer(h.at(), db::row_set{});
  db::row_set known;
  known.rows.push_back(h.sent<db::transact>()->unit.at(3).params);
  h.stored(h.at());
  auto without = unsure;
  without.found.hypotheses.clear();
  for (int turn = 2; turn <= 4; ++turn) {
    h.say(post_turn{.case_id = "c1", .message = "and now?"});
    h.stored(h.at());
    h.answer(h.at(), without);
    h.answer(h.at(), known);
    const auto* unit = h.sent<db::transact>();
    BOOST_TEST_REQUIRE(unit);
    if (unit->unit.at(3).name == "cases.update_hypothesis") known.rows[0] = unit->unit.at(3).params;
    h.stored(h.at());
  }
  const auto row = store::hypothesis_of(known.rows[0]);
  BOOST_TEST(row.status == "retired");
  BOOST_TEST(row.confidence < .3);
}

BOOST_AUTO_TEST_CASE(an_investigation_that_is_stuck_says_so_until_the_user_answers) {
  case_hand h;
  auto c = example_case();
  c.status = "investigating";
  bool first = true;
  turn_answer last;
  for (int turn = 1; turn <= 4; ++turn) {
    h.say(post_turn{.case_id = "c1", .message = "why?"});
    if (std::exchange(first, false)) h.load(c);
    h.stored(h.at());
    h.answer(h.at(), result());
    h.answer(h.at(), db::row_set{});
    h.stored(h.at());
    last = *h.answered();
    BOOST_TEST(last.stuck == (turn == 4));
    BOOST_TEST(last.escalation.empty() == (turn < 4));
  }
  BOOST_TEST(!last.notes.empty());
  h.say(post_turn{.case_id = "c1", .message = "yes"});
  h.stored(h.at());
  BOOST_TEST_REQUIRE(h.sent<db::transact>());  // without the agent
  h.stored(h.at());
  const auto* answered = h.answered();
  BOOST_TEST_REQUIRE(answered);
  BOOST_TEST(answered->escalation.empty());
  BOOST_TEST(!answered->stuck);
  BOOST_TEST(answered->response.find("goes on") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(turns_run_one_after_the_other_while_reads_go_on) {
  turn_in_agent h;
  h.say(post_turn{.case_id = "c1", .message = "and then?"});
  BOOST_TEST(h.out.empty());
  h.say(get_case{"c1"});
  BOOST_TEST(h.sent<case_record>());
  h.say(update_case{.case_id = "c1", .title = {true, "New"}});  // a change does not wait behind a turn
  BOOST_TEST((h.unit() == names{"cases.update_case"}));
  h.stored(h.at());
  BOOST_TEST(h.sent<case_changed>()->record.title == "New");
  h.answer(h.asked, result());
  h.answer(h.at(), db::row_set{});
  h.stored(h.at());
  BOOST_TEST_REQUIRE(h.answered());
  BOOST_TEST(h.state().row.title == "New");  // and is not lost by the answer
  BOOST_TEST((h.unit_with("cases.insert_message") == names{"cases.insert_message", "cases.update_case"}));
}

BOOST_AUTO_TEST_CASE(beyond_four_that_wait_a_question_is_refused) {
  turn_in_agent h;
  for (int i = 0; i < 4; ++i) {
    h.say(post_turn{.case_id = "c1", .message = "again?"});
    BOOST_TEST(h.out.empty());
  }
  h.say(post_turn{.case_id = "c1", .message = "and again?"});
  BOOST_TEST_REQUIRE(h.failed());
  BOOST_TEST((h.turn_failed()->code == ec::rate_limited));
  BOOST_TEST(h.failed()->retry_after > 0u);
}

BOOST_AUTO_TEST_CASE(a_failed_turn_keeps_its_question_marked_as_failed) {
  turn_in_agent h;
  h.fails(h.asked, ec::unavailable);
  auto* unit = h.sent<db::transact>();
  BOOST_TEST_REQUIRE(unit);
  BOOST_TEST(unit->unit.at(0).name == "cases.set_message_state");
  BOOST_TEST(unit->unit.at(0).params.at(1).bytes == "failed");
  h.stored(h.at());
  BOOST_TEST((h.turn_failed()->code == ec::unavailable));
}

BOOST_AUTO_TEST_CASE(a_turn_beyond_its_deadline_is_marked_although_nobody_waits) {
  case_hand h;
  h.ctx.deadline = h.next_steady() + 3 * fm::millisecond;
  h.say(post_turn{.case_id = "c1", .message = "why?"});
  h.load();
  h.stored(h.at());
  h.fails(h.at(), ec::timeout);
  std::size_t marking = h.out.size() - 1;
  BOOST_TEST_REQUIRE(h.sent<db::transact>(marking));
  BOOST_TEST(h.out[marking].after > fm::second);
  h.stored(h.at(marking));
  BOOST_TEST((h.turn_failed()->code == ec::timeout));
}

BOOST_AUTO_TEST_CASE(an_answer_that_cannot_be_stored_is_a_failed_turn) {
  turn_in_agent h;
  h.answer(h.asked, result());
  h.answer(h.at(), db::row_set{});
  h.fails(h.at(), ec::unavailable);
  BOOST_TEST((h.unit() == names{"cases.set_message_state", "agent.forget_steps"}));
  h.stored(h.at());
  BOOST_TEST((h.turn_failed()->code == ec::unavailable));
}

BOOST_AUTO_TEST_CASE(a_closed_case_takes_no_question_and_a_resolved_one_does) {
  case_hand closed;
  auto c = example_case();
  c.status = "closed";
  closed.say(post_turn{.case_id = "c1", .message = "why?"});
  closed.load(c);
  BOOST_TEST((closed.turn_failed()->code == ec::conflict));
  case_hand resolved;
  c.status = "resolved";
  resolved.say(post_turn{.case_id = "c1", .message = "why?"});
  resolved.load(c);
  resolved.stored(resolved.at());
  resolved.answer(resolved.at(), result());
  resolved.answer(resolved.at(), db::row_set{});
  resolved.stored(resolved.at());
  BOOST_TEST(resolved.answered()->case_status == "resolved");
  BOOST_TEST(!resolved.answered()->status_changed);
}

BOOST_AUTO_TEST_CASE(a_deletion_cancels_the_running_turn_and_those_that_wait) {
  turn_in_agent h;
  auto running = h.ticket();
  auto waiting = h.say(post_turn{.case_id = "c1", .message = "and then?"});
  h.say(delete_case{.case_id = "c1"});
  bool withdrawn = false;
  for (const auto& o : h.out) withdrawn |= o.what == fm::output_kind::cancel && o.target == h.asked;
  BOOST_TEST(withdrawn);
  BOOST_TEST_REQUIRE(failure_of(h, waiting));
  BOOST_TEST((failure_of(h, waiting)->code == ec::cancelled));
  // The running turn marks its question, then lets the deletion go on.
  std::size_t marking = 0;
  for (std::size_t i = 0; i < h.out.size(); ++i)
    if (h.sent<db::transact>(i)) marking = i;
  BOOST_TEST((h.unit(marking) == names{"cases.set_message_state", "agent.forget_steps"}));
  h.stored(h.at(marking));
  bool purged = false;
  for (std::size_t i = 0; i < h.out.size(); ++i) purged |= h.sent<fm::evidence::purge_case>(i) != nullptr;
  BOOST_TEST(purged);
  (void)running;
}

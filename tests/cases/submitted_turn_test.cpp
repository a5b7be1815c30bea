// Turns whose clients poll: answered soon, or by a job.
#include "case_support.hpp"
#include "cases_step.hpp"

#include <fm/agent/messages.hpp>
#include <fm/jobs/messages.hpp>

using namespace fm::cases;
using fm::ec;
using fm::test::case_hand, fm::test::example_case, fm::test::hand, fm::test::names, fm::test::rows_of;
namespace db = fm::db;
namespace agent = fm::agent;

namespace {

/// A case in which a turn was submitted: the message that runs it was sent, the wait for it began.
struct submitted : case_hand {
  submitted() {
    submit_turn m;
    m.turn.case_id = "c1";
    m.turn.message = "why?";
    say(m);
    load();
    BOOST_TEST((unit() == names{"cases.insert_message", "cases.update_case"}));
    stored(at());
    BOOST_TEST_REQUIRE(sent<run_question>(0));
    BOOST_TEST_REQUIRE(sent<fm::agent::turn_event>(1));
    BOOST_TEST_REQUIRE(sent<await_answer>(2));
    run = *sent<run_question>(0);
    wait = *sent<await_answer>(2);
    waiting = at(2);
  }
  run_question run;
  await_answer wait;
  fm::origin waiting;
};

agent::turn_result result() {
  agent::turn_result r;
  r.found.answer = "because";
  return r;
}

case_message question(const std::string& state) { return {"q1", "c1", "user", "why?", "", 1, state, "", 5}; }
db::row_set rows_of_message(const case_message& m) {
  db::row_set out;
  out.rows.push_back(store::insert_message(m).params);
  return out;
}

}  // namespace

BOOST_AUTO_TEST_CASE(who_waits_for_a_turn_gets_its_answer) {
  submitted h;
  h.say(h.run);
  BOOST_TEST_REQUIRE(h.sent<agent::run_turn>());
  auto asked = h.at();
  h.say(h.wait);
  BOOST_TEST(h.out.empty());
  h.answer(asked, result());
  h.answer(h.at(), db::row_set{});
  h.stored(h.at());
  // What happened is told; the turn replies, and so does the one who waited for it.
  BOOST_TEST_REQUIRE(h.out.size() == 3u);
  BOOST_TEST(h.sent<agent::turn_event>(0)->kind == "done");
  BOOST_TEST(h.sent<turn_answer>(1)->response == "because");
  BOOST_TEST(h.sent<turn_answer>(2)->response == "because");
  auto answer = *h.sent<turn_answer>(1);
  h.answer(h.waiting, answer);
  BOOST_TEST_REQUIRE(h.sent<turn_submitted>());
  BOOST_TEST(h.sent<turn_submitted>()->job_id.empty());
  BOOST_TEST(h.sent<turn_submitted>()->result.find("\"agent_response\":\"because\"") != std::string::npos);
  h.say(h.wait);  // it is over
  BOOST_TEST((h.turn_failed()->code == ec::not_found));
}

BOOST_AUTO_TEST_CASE(a_turn_that_takes_long_goes_on_as_a_job) {
  submitted h;
  h.say(h.run);
  h.fails(h.waiting, ec::timeout);
  BOOST_TEST((h.out.at(0).what == fm::output_kind::cancel));  // nobody waits any more
  BOOST_TEST((h.unit(1) == names{"jobs.insert_job"}));
  auto job = h.sent<db::transact>(1)->unit.at(0).params;
  BOOST_TEST(job.at(1).bytes == "turn");
  BOOST_TEST(job.at(2).bytes == h.wait.question_id);
  h.stored(h.at(1));
  BOOST_TEST(h.sent<fm::jobs::begin>(0));
  BOOST_TEST_REQUIRE(h.sent<turn_submitted>(1));
  BOOST_TEST(h.sent<turn_submitted>(1)->job_id == job.at(0).bytes);
}

BOOST_AUTO_TEST_CASE(a_client_that_polls_gets_a_job_at_once) {
  case_hand h;
  submit_turn m;
  m.turn.case_id = "c1";
  m.turn.message = "why?";
  m.as_job = true;
  h.say(m);
  h.load();
  h.stored(h.at());
  BOOST_TEST_REQUIRE(h.sent<run_question>(0));
  BOOST_TEST((h.unit(2) == names{"jobs.insert_job"}));
  h.stored(h.at(2));
  BOOST_TEST(h.sent<fm::jobs::begin>(0));
  BOOST_TEST_REQUIRE(h.sent<turn_submitted>(1));
  BOOST_TEST(!h.sent<turn_submitted>(1)->job_id.empty());
}

BOOST_AUTO_TEST_CASE(a_turn_that_is_stopped_marks_its_question_and_says_so_to_who_waits) {
  submitted h;
  h.say(h.run);
  h.say(h.wait);
  h.say(stop_question{"c1", h.wait.question_id});
  std::size_t marking = 0;
  for (std::size_t i = 0; i < h.out.size(); ++i)
    if (h.sent<db::transact>(i)) marking = i;
  BOOST_TEST((h.unit(marking) == names{"cases.set_message_state", "agent.forget_steps"}));
  h.stored(h.at(marking));
  bool told = false;
  for (std::size_t i = 0; i < h.out.size(); ++i) told |= h.failed(i) && h.failed(i)->code == ec::cancelled;
  BOOST_TEST(told);
}

BOOST_AUTO_TEST_CASE(a_submitted_turn_obeys_the_rules_of_every_turn) {
  case_hand h;
  auto closed = example_case();
  closed.status = "closed";
  submit_turn m;
  m.turn.case_id = "c1";
  m.turn.message = "why?";
  h.say(m);
  h.load(closed);
  BOOST_TEST((h.turn_failed()->code == ec::conflict));
}

BOOST_AUTO_TEST_CASE(the_job_of_a_turn_waits_for_the_answer) {
  hand<cases_state> h;
  h.say(await_turn{"q1"});
  h.answer(h.at(), rows_of_message(question("asked")));
  BOOST_TEST_REQUIRE(h.sent<await_answer>());
  h.fails(h.at(), ec::timeout);
  h.answer(h.at(1), rows_of_message(question("asked")));
  turn_answer answer;
  answer.response = "because";
  h.answer(h.at(), answer);
  BOOST_TEST_REQUIRE(h.sent<turn_ended>());
  BOOST_TEST(h.sent<turn_ended>()->result.find("because") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(an_answer_that_is_stored_already_is_the_result_of_the_job) {
  hand<cases_state> h;
  h.say(await_turn{"q1"});
  h.answer(h.at(), rows_of_message(question("asked")));
  h.fails(h.at(), ec::not_found);
  h.fire(h.at());
  h.answer(h.at(), rows_of_message(question("answered")));
  auto said = h.at(0), row = h.at(1);
  h.answer(said, rows_of_message({"m1", "c1", "assistant", "because", "", 1, "done", "q1", 6}));
  h.answer(row, rows_of(example_case()));
  BOOST_TEST_REQUIRE(h.sent<turn_ended>());
  BOOST_TEST(h.sent<turn_ended>()->result.find("\"message_id\":\"m1\"") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(a_question_that_failed_or_is_gone_ends_the_job) {
  hand<cases_state> h;
  h.say(await_turn{"q1"});
  h.answer(h.at(), rows_of_message(question("failed")));
  BOOST_TEST((h.failed()->code == ec::conflict));
  h.say(await_turn{"q1"});
  h.answer(h.at(), db::row_set{});
  BOOST_TEST((h.failed()->code == ec::not_found));
  h.say(abandon_turn{"q1"});
  h.answer(h.at(), rows_of_message(question("asked")));
  BOOST_TEST(h.sent<stop_question>()->question_id == "q1");
  h.answer(h.at(), fm::done{});
  BOOST_TEST(h.sent<fm::done>());
}

BOOST_AUTO_TEST_CASE(turns_that_a_stop_has_interrupted_run_again_in_the_name_of_their_owners) {
  hand<cases_state> h;
  h.say(resume_turns{0, 1});
  BOOST_TEST_REQUIRE(h.sent<db::query>());
  BOOST_TEST(h.sent<db::query>()->read.name == "cases.asked_messages");
  auto first = question("asked"), second = question("asked");
  first.metadata = R"({"attachments":["e1"],"with_runbooks":false})";
  second.id = "q2", second.case_id = "c2";
  db::row_set open = rows_of_message(first);
  open.rows.push_back(rows_of_message(second).rows.front());
  open.rows.at(0).emplace_back("ann");
  open.rows.at(1).emplace_back("bob");
  h.answer(h.at(), open);
  BOOST_TEST_REQUIRE(h.sent<fm::evidence::get_evidence>());
  fm::evidence::evidence_record file;
  file.id = "e1";
  h.answer(h.at(), file);
  BOOST_TEST_REQUIRE(h.sent<run_question>());
  BOOST_TEST(h.sent<run_question>()->question.id == "q1");
  BOOST_TEST(!h.sent<run_question>()->asked.with_runbooks);
  BOOST_TEST(h.sent<run_question>()->files.size() == 1u);
  // One that fails does not keep the others from being answered.
  h.fails(h.at(), ec::unavailable);
  BOOST_TEST_REQUIRE(h.sent<run_question>());
  BOOST_TEST(h.sent<run_question>()->question.id == "q2");
  h.answer(h.at(), turn_answer{});
  BOOST_TEST_REQUIRE(h.sent<std::uint64_t>());
  BOOST_TEST(*h.sent<std::uint64_t>() == 2u);
}

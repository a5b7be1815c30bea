// One turn of a case: keep the question, ask the agent, keep the answer with what it changed.
#include "case_step.hpp"
#include "case_store.hpp"
#include "cases/case_change.hpp"
#include "cases/case_metadata.hpp"
#include "cases/turn_record.hpp"

#include <fm/agent/messages.hpp>

#include <algorithm>
#include <vector>

namespace fm::cases {

namespace {

/// Known to a deletion as long as the flow lives.
class listed_question {
 public:
  listed_question(case_state& s, ticket_t command) : state_(s), command_(command) {
    state_.questions.insert(command_);
  }
  listed_question(const listed_question&) = delete;
  listed_question& operator=(const listed_question&) = delete;
  ~listed_question() { state_.questions.erase(command_); }

 private:
  case_state& state_;
  ticket_t command_;
};

failure closed_case() { return fail(ec::conflict, "the case is closed: it takes no more questions"); }

/// Stores the question; from here on it is kept whatever becomes of its answer.
flow<case_message> keep_question(case_state& s, std::string text, effects& fx) {
  auto writing = co_await s.writes.enter(fx);
  case_record row = co_await own_case(s, fx);
  if (row.status == "closed") co_return closed_case();
  ++row.turns;
  case_message question;
  question.id = fx.new_key();
  question.case_id = s.id;
  question.role = "user";
  question.content = std::move(text);
  question.turn = row.turns;
  question.state = "asked";
  question.created = fx.now();
  std::vector<db::operation> unit;
  unit.push_back(store::insert_message(question));
  co_await save_case(s, std::move(row), std::move(unit), fx);
  co_return question;
}

/// The agent's hypotheses as rows: known ones are updated, new ones added.
void add_hypotheses(std::vector<db::operation>& unit, const case_state& s, const db::row_set& known,
                    const agent::investigation& found, effects& fx) {
  for (const auto& h : found.hypotheses) {
    auto origin = origin_of(h);
    auto before = std::find_if(known.rows.begin(), known.rows.end(),
                               [&](const db::row& r) { return store::hypothesis_of(r).origin == origin; });
    hypothesis_record record;
    if (before != known.rows.end()) {
      record = store::hypothesis_of(*before);
    } else {
      record.id = fx.new_key();
      record.case_id = s.id;
      record.origin = origin;
      record.created = fx.now();
    }
    describe(record, h);
    record.updated = fx.now();
    unit.push_back(before != known.rows.end() ? store::update_hypothesis(record)
                                              : store::insert_hypothesis(record));
  }
}

/// Stores the answer and all that it changes, in one unit.
flow<turn_answer> keep_answer(case_state& s, case_message question, agent::turn_result result, effects& fx) {
  auto writing = co_await s.writes.enter(fx);
  case_record row = co_await own_case(s, fx);
  auto list = store::list_hypotheses(s.id);
  db::row_set known = co_await fx.ask<db::query>(list);
  turn_answer answer = answer_of(question, result);
  answer.message_id = fx.new_key();

  bool begins = row.status == "consulting" && !result.evidence_ids.empty();
  if (begins)
    enter_status(row, "investigating", fx.ctx().user, true, "a question was asked about the evidence",
                 fx.now());
  case_metadata metadata(row.metadata);
  auto effect =
      metadata.enter_turn(question.turn, fx.now(), question.content, result.found, result.evidence_ids);
  row.metadata = metadata.text();
  answer.milestones = std::move(effect.milestones);
  answer.progress = effect.progress;
  answer.outcome = effect.outcome;
  answer.response_type = effect.response_type;
  answer.status_changed = begins;
  answer.case_status = row.status;

  std::vector<db::operation> unit;
  auto said = message_of(answer, result);
  said.created = fx.now();
  unit.push_back(store::insert_message(said));
  unit.push_back(store::set_message_state(question.id, "answered"));
  add_hypotheses(unit, s, known, result.found, fx);
  co_await save_case(s, std::move(row), std::move(unit), fx);
  co_return answer;
}

}  // namespace

flow<turn_answer> on(case_state& s, post_turn m, effects& fx) {
  case_record row = co_await own_case(s, fx);
  if (row.status == "closed") co_return closed_case();
  constexpr std::uint32_t retry_seconds = 5;
  if (s.turns.waiting() >= s.how.waiting_turns)
    co_return fail(ec::rate_limited,
                   std::to_string(s.turns.waiting()) + " questions of this case wait already", retry_seconds);
  listed_question listed(s, fx.command());
  auto turn = co_await s.turns.enter(fx);
  case_message question = co_await keep_question(s, m.message, fx);
  auto result = co_await fx.try_ask<agent::run_turn>(m.case_id, m.message, m.with_runbooks);
  // From here on the deadline counts no more: what was found is kept, what failed is marked.
  auto late = fx.without_deadline();
  failure why;
  if (result) {
    auto keeping = keep_answer(s, question, std::move(*result), late);
    auto kept = co_await attempt(std::move(keeping));
    if (kept) co_return *kept;
    why = kept.error();
  } else {
    why = result.error();
  }
  std::vector<db::operation> unit;
  unit.push_back(store::set_message_state(question.id, "failed"));
  co_await late.try_ask<db::transact>(std::move(unit));
  co_return why;
}

}  // namespace fm::cases

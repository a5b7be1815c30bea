// One turn of a case: take its files, keep the question, do what it asks for, ask the agent, keep the answer
// with what it changed.
#include "case_step.hpp"
#include "case_store.hpp"
#include "cases/case_change.hpp"
#include "cases/case_metadata.hpp"
#include "cases/hypothesis_rows.hpp"
#include "cases/lifecycle.hpp"
#include "cases/question_metadata.hpp"
#include "cases/turn_actions.hpp"
#include "cases/turn_findings.hpp"
#include "cases/turn_json.hpp"
#include "cases/turn_record.hpp"
#include "cases/turn_words.hpp"
#include "cases/user_words.hpp"
#include "investigation/memory.hpp"
#include "investigation/stuck.hpp"
#include "investigation/turn.hpp"
#include "message_store.hpp"
#include "turn_again.hpp"
#include "turn_files.hpp"
#include "turn_hypotheses.hpp"
#include "turn_work.hpp"

#include <fm/agent/messages.hpp>
#include <fm/agent/turn_steps.hpp>
#include <fm/jobs/ledger.hpp>
#include <fm/jobs/messages.hpp>

#include <algorithm>
#include <memory>
#include <optional>
#include <utility>
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

/// The words of a turn that has none: what it brings.
std::string words_of(const post_turn& m) {
  if (m.message.find_first_not_of(" \t\r\n") != std::string::npos) return m.message;
  std::string out = "What do these files show:";
  for (const auto& f : m.files) out += (&f == &m.files.front() ? " " : ", ") + f.name;
  return m.files.empty() ? m.message : out + "?";
}

std::string metadata_of(const post_turn& m, const attachments& files) {
  kept_request kept{{}, m.with_runbooks, m.intent, m.client_key};
  for (const auto& e : files.records) kept.files.push_back(e.id);
  return question_metadata(kept);
}

/// Stores the question; from here on it is kept whatever becomes of its answer.
flow<case_message> keep_question(case_state& s, std::string text, std::string metadata, effects& fx) {
  auto writing = co_await s.writes.enter(fx);
  case_record row = co_await own_case(s, fx);
  if (row.status == "closed") co_return closed_case();
  ++row.turns;
  ++row.message_count;
  case_message question;
  question.id = fx.new_key();
  question.case_id = s.id;
  question.role = "user";
  question.content = std::move(text);
  question.metadata = std::move(metadata);
  question.turn = row.turns;
  question.state = "asked";
  question.created = fx.now();
  std::vector<db::operation> unit;
  unit.push_back(store::insert_message(question));
  co_await save_case(s, std::move(row), std::move(unit), fx);
  co_return question;
}

/// What every turn tells the investigation of its case.
investigation::turn_input input_of(const case_record& row, const run_question& work, micros now) {
  investigation::turn_input in;
  in.case_id = row.id;
  in.turn = work.question.turn;
  in.now = now;
  in.stage = stage_of(row.status);
  in.urgent = urgency_of(row.priority);
  in.question = work.question.content;
  return in;
}

/// What the answer says of the investigation: where it stands, and that it is stuck while nobody has answered
/// to that.
void add_investigation(turn_answer& answer, const investigation::state& state) {
  answer.phase = investigation::word(state.current_phase);
  answer.stuck = investigation::is_stuck(state.idle);
  if (!investigation::waits_for_acknowledgement(state)) return;
  answer.escalation = state.escalation.reason;
  if (state.escalation.suggested_at_turn == state.current_turn)
    answer.notes.push_back(state.escalation.reason + " " + state.degraded.fallback);
}

/// Begins the investigation of what was agreed on.
void begin_investigation(case_record& row, const std::string& user, bool automatic, micros now) {
  case_metadata metadata(row.metadata);
  metadata.decide_to_investigate(now);
  row.metadata = metadata.text();
  if (auto statement = metadata.proposed_statement(); !statement.empty()) row.description = statement;
  enter_status(row, "investigating", user, automatic, "the user decided to investigate", now);
}

/// Enters what only a case that is not under investigation yet takes from a turn: what the problem may be.
void propose_problem(case_metadata& metadata, const case_record& row, const run_question& work,
                     const agent::investigation& found) {
  if (row.status != "consulting" || metadata.statement_confirmed()) return;
  auto statement = statement_of(work.asked.message, found);
  if (statement.text.empty()) return;
  if (statement.shown || metadata.proposed_statement().empty()) metadata.propose(statement.text);
}

void add_attachments(turn_answer& answer, const run_question& work) {
  answer.attachments = work.files;
  for (const auto& f : work.asked.files) answer.came_as.push_back(f.came_as);
}

void name_case(case_record& row, const run_question& work, const agent::investigation& found,
               const case_metadata& metadata) {
  if (row.title_kind != "automatic") return;
  auto title = title_after(work.asked.message, found, metadata.proposed_statement());
  if (title.empty()) return;
  row.title = title;
  row.title_kind = "derived";
}

/// The last part of every turn: the answer as a message, and the case with all that changed.
flow<turn_answer> store_answer(case_state& s, case_record row, turn_answer answer, agent::turn_result result,
                               std::vector<db::operation> unit, effects& fx) {
  auto said = message_of(answer, result);
  said.created = fx.now();
  ++row.message_count;
  unit.insert(unit.begin(),
              {store::insert_message(said), store::set_message_state(answer.question_id, "answered"),
               agent::forget_steps(answer.question_id)});
  co_await save_case(s, std::move(row), std::move(unit), fx);
  fx.tell<agent::turn_event>(answer.question_id, "done", turn_result_text(answer));
  co_return answer;
}

/// Stores what the agent answers and all that it changes, in one unit.
flow<turn_answer> keep_answer(case_state& s, run_question work, agent::turn_result result, effects& fx) {
  auto writing = co_await s.writes.enter(fx);
  case_record row = co_await own_case(s, fx);
  auto list = store::list_hypotheses(s.id);
  db::row_set known = co_await fx.ask<db::query>(list);
  turn_answer answer = answer_of(work.question, result);
  answer.message_id = fx.new_key();
  add_attachments(answer, work);

  const bool begins = work.intent.kind == "status_transition" && row.status == "consulting";
  if (begins) {
    answer.response = moved_text(row, "investigating") + "\n\n" + answer.response;
    begin_investigation(row, fx.ctx().user, false, fx.now());
  }
  case_metadata metadata(row.metadata);
  auto rows = rows_of(s, known, result.found, fx);
  auto in = input_of(row, work, fx.now());
  in.said = result.found.conclusion.empty() ? std::string() : result.found.conclusion.front().text;
  in.looked = true;
  in.rows = known_of({rows.all.begin(), rows.all.begin() + static_cast<std::ptrdiff_t>(rows.known)});
  in.found = findings_of(result, rows.stated);
  auto effect = investigation::enter_turn(metadata.state(), in);
  propose_problem(metadata, row, work, result.found);
  name_case(row, work, result.found, metadata);
  row.metadata = metadata.text();
  answer.milestones = std::move(effect.milestones);
  answer.progress = effect.progress || begins;
  answer.outcome = effect.outcome;
  answer.response_type = response_type_of(result.found);
  answer.status_changed = begins;
  answer.case_status = row.status;
  add_investigation(answer, metadata.state());
  if (row.status == "consulting" && !metadata.statement_confirmed())
    answer.proposed_statement = metadata.proposed_statement();

  std::vector<db::operation> unit;
  store_hypotheses(unit, std::move(rows), metadata.state(), result.found, fx.now());
  co_return co_await store_answer(s, std::move(row), std::move(answer), std::move(result), std::move(unit),
                                  fx);
}

/// Does what the user asked for and stores it with the words that say so.
flow<turn_answer> keep_action(case_state& s, run_question work, effects& fx) {
  auto writing = co_await s.writes.enter(fx);
  case_record row = co_await own_case(s, fx);
  // The case may have moved since the question came.
  if (auto why = refusal_of(work.intent, row); !why.empty()) co_return fail(ec::invalid, why);
  std::vector<db::operation> unit;
  const auto status = row.status;
  action done;
  if (work.intent.kind == "hypothesis_action") {
    auto read = store::hypothesis_by_id(s.id, work.intent.hypothesis_id);
    db::row_set found = co_await fx.ask<db::query>(read);
    if (found.rows.empty())
      co_return fail(ec::invalid, "this case has no hypothesis " + work.intent.hypothesis_id);
    auto h = store::hypothesis_of(found.rows.front());
    case_metadata metadata(row.metadata);
    done = judge(h, metadata, work.intent, work.question.turn, fx.now());
    row.metadata = metadata.text();
    unit.push_back(store::update_hypothesis(h));
  } else if (work.intent.kind == "confirmation") {
    done = confirm(row, work.intent, fx.now());
  } else {
    done = move(row, work.intent, fx.ctx().user, fx.now());
  }
  case_metadata metadata(row.metadata);
  auto in = input_of(row, work, fx.now());
  in.said = done.said;
  in.moved = done.progress;
  in.outcome = done.outcome;
  in.milestones = done.milestones;
  auto effect = investigation::enter_turn(metadata.state(), in);
  if (done.acknowledges) investigation::acknowledge(metadata.state(), work.question.content);
  row.metadata = metadata.text();

  agent::turn_result nothing;
  turn_answer answer = answer_of(work.question, nothing);
  answer.message_id = fx.new_key();
  answer.response = done.said;
  answer.response_type = done.response_type;
  answer.outcome = effect.outcome;
  answer.progress = effect.progress;
  answer.milestones = effect.milestones;
  answer.case_status = row.status;
  answer.status_changed = row.status != status;
  add_investigation(answer, metadata.state());
  add_attachments(answer, work);
  co_return co_await store_answer(s, std::move(row), std::move(answer), std::move(nothing), std::move(unit),
                                  fx);
}

bool needs_agent(const turn_intent& intent) {
  if (intent.kind == "conversation") return true;
  return intent.kind == "status_transition" && intent.confirmed && status_of(intent.to) == "investigating";
}

/// What the agent is asked: the words of the turn, or the problem where they only say to begin.
std::string question_of(const run_question& work, const case_record& row) {
  const case_metadata metadata(row.metadata);
  const auto& statement = metadata.proposed_statement();
  if (work.intent.kind == "conversation" || statement.empty()) return work.question.content;
  return statement;
}

/// The answer to a question that is stored.
flow<turn_answer> answer_question(case_state& s, run_question work, effects& fx) {
  // What was found is kept although the deadline has passed.
  auto late = fx.without_deadline();
  if (!needs_agent(work.intent)) co_return co_await keep_action(s, std::move(work), late);
  attachments files{work.files};
  files = co_await analysed(std::move(files), fx);
  work.files = std::move(files.records);
  case_record row = co_await own_case(s, fx);
  auto question = question_of(work, row);
  const case_metadata metadata(row.metadata);
  const auto& state = metadata.state();
  auto memory = investigation::memory_text(state);
  auto earlier = earlier_of(state.hypotheses);
  agent::turn_result result = co_await fx.ask<agent::run_turn>(
      work.asked.case_id, question, work.asked.with_runbooks, work.question.id, work.question.created, memory,
      earlier, state.anchoring.excluded_category);
  co_return co_await keep_answer(s, std::move(work), std::move(result), late);
}

/// Tells those who listen to a turn that it has ended without an answer, and why.
void tell_end(const std::string& question_id, std::string kind, const std::string& why, effects& fx) {
  json::value said;
  said.set("text", why);
  fx.tell<agent::turn_event>(question_id, std::move(kind), json::write(said));
}

/// Marks a question that gets no answer.
flow<done> mark_failed(std::string question_id, std::string why, effects& fx) {
  auto late = fx.without_deadline();
  std::vector<db::operation> unit;
  unit.push_back(store::set_message_state(question_id, "failed"));
  unit.push_back(agent::forget_steps(question_id));
  co_await late.try_ask<db::transact>(std::move(unit));
  tell_end(question_id, "failed", why, late);
  co_return done{};
}

/// What a turn is to do, when it may begin now and that can be.
flow<turn_intent> admit_turn(case_state& s, post_turn m, effects& fx) {
  case_record row = co_await own_case(s, fx);
  if (row.status == "closed") co_return closed_case();
  case_metadata metadata(row.metadata);
  const bool proposes =
      row.status == "consulting" && !metadata.proposed_statement().empty() && !metadata.statement_confirmed();
  const bool waits = proposes || (row.status == "investigating" &&
                                  investigation::waits_for_acknowledgement(metadata.state()));
  auto intent = intent_of(m.intent, m.message, row.status, waits);
  // Yes and no to nothing are words like others.
  if (intent.kind == "confirmation" && !waits) intent.kind = "conversation";
  if (auto why = refusal_of(intent, row); !why.empty()) co_return fail(ec::invalid, why);
  co_return intent;
}

std::optional<failure> no_room(const case_state& s) {
  constexpr std::uint32_t retry_seconds = 5;
  if (s.turns.waiting() < s.how.waiting_turns) return std::nullopt;
  return fail(ec::rate_limited,
              "as many questions of this case wait as may (" + std::to_string(s.how.waiting_turns) +
                  ", FM_TURN_QUEUE); ask again when one is answered",
              retry_seconds);
}

/// The files and the words of a turn, stored.
flow<run_question> begin_turn(case_state& s, post_turn m, turn_intent intent, effects& fx) {
  run_question work;
  auto files = m.files;
  attachments taken = co_await take_files(m.case_id, std::move(files), fx);
  work.question = co_await keep_question(s, words_of(m), metadata_of(m, taken), fx);
  work.files = std::move(taken.records);
  work.intent = std::move(intent);
  work.asked = std::move(m);
  co_return work;
}

/// Answers a question, or marks it as failed.
flow<turn_answer> finish_turn(case_state& s, run_question work, effects& fx) {
  auto question_id = work.question.id;
  auto answering = answer_question(s, std::move(work), fx);
  auto answered = co_await attempt(std::move(answering));
  if (answered) co_return *answered;
  failure why = answered.error();
  if (agent::is_interrupted(why))
    tell_end(question_id, "interrupted", why.text, fx);
  else
    co_await mark_failed(question_id, why.text, fx);
  co_return why;
}

/// The same when those before it have ended. What the user asks for is read anew: the case may have moved.
flow<turn_answer> finish_in_turn(case_state& s, run_question work, effects& fx) {
  auto question_id = work.question.id;
  auto turn = co_await s.turns.enter(fx);
  auto admitting = admit_turn(s, work.asked, fx);
  auto admitted = co_await attempt(std::move(admitting));
  if (!admitted) {
    failure why = admitted.error();
    co_await mark_failed(question_id, why.text, fx);
    co_return why;
  }
  work.intent = *admitted;
  co_return co_await finish_turn(s, std::move(work), fx);
}

}  // namespace

flow<turn_answer> on(case_state& s, post_turn m, effects& fx) {
  case_record row = co_await own_case(s, fx);
  case_message before = co_await asked_before(s.id, m.client_key, words_of(m), fx);
  if (!before.id.empty()) co_return co_await answer_to(std::move(before), row.status, fx);
  if (row.status == "closed") co_return closed_case();
  if (auto full = no_room(s)) co_return *full;
  listed_question listed(s, fx.command());
  auto turn = co_await s.turns.enter(fx);
  turn_intent intent = co_await admit_turn(s, m, fx);
  run_question work = co_await begin_turn(s, m, intent, fx);
  co_return co_await finish_turn(s, std::move(work), fx);
}

namespace {

/// A job that has the answer to a question as its result.
flow<std::string> begin_job(case_state& s, std::string question_id, effects& fx) {
  jobs::new_job job{fx.new_key(), turn_kind, std::move(question_id), fx.ctx().user, s.id};
  std::vector<db::operation> unit;
  unit.push_back(jobs::insert_job(job, fx.now()));
  co_await fx.ask<db::transact>(std::move(unit));
  fx.tell<jobs::begin>(job.id);
  co_return job.id;
}

}  // namespace

flow<turn_submitted> on(case_state& s, submit_turn m, effects& fx) {
  turn_submitted out;
  out.case_id = s.id;
  if (!m.turn.client_key.empty()) {
    co_await own_case(s, fx);
    case_message before = co_await asked_before(s.id, m.turn.client_key, words_of(m.turn), fx);
    if (!before.id.empty()) {
      out.question_id = before.id;
      out.job_id = co_await begin_job(s, before.id, fx);
      co_return out;
    }
  }
  turn_intent intent = co_await admit_turn(s, m.turn, fx);
  if (auto full = no_room(s)) co_return *full;
  run_question work = co_await begin_turn(s, m.turn, intent, fx);
  out.question_id = work.question.id;
  s.open.emplace(out.question_id, std::make_shared<open_question>());
  auto own = fx.ctx();
  own.deadline = fx.steady() + run_question::timeout;
  fx.tell_in<run_question>(own, work.asked, work.intent, work.files, work.question);
  // Whoever listens from now on finds the turn, although it may have to wait for others.
  fx.tell<agent::turn_event>(out.question_id, "stage", R"({"stage":"wait"})");
  if (!m.as_job) {
    auto answered = co_await fx.try_ask<await_answer>(out.case_id, out.question_id);
    if (answered) {
      out.result = turn_result_text(*answered);
      co_return out;
    }
    if (answered.error().code != ec::timeout) co_return answered.error();
  }
  out.job_id = co_await begin_job(s, out.question_id, fx);
  co_return out;
}

flow<turn_answer> on(case_state& s, run_question m, effects& fx) {
  auto id = m.question.id;
  auto& place = s.open[id];
  if (!place) place = std::make_shared<open_question>();
  auto open = place;
  open->command = fx.command();
  auto held = co_await open->gate.enter(fx);
  listed_question listed(s, fx.command());
  auto finishing = finish_in_turn(s, std::move(m), fx);
  auto answered = co_await attempt(std::move(finishing));
  s.open.erase(id);
  open->answer = answered;
  co_return answered;
}

flow<turn_answer> on(case_state& s, await_answer m, effects& fx) {
  auto found = s.open.find(m.question_id);
  if (found == s.open.end()) co_return fail(ec::not_found, "this question is not being answered");
  auto open = found->second;
  auto next = co_await open->gate.enter(fx);
  if (!open->answer) co_return fail(ec::cancelled, "the turn was cancelled");
  co_return *open->answer;
}

outcome<done> on(case_state& s, stop_question m, effects& fx) {
  auto found = s.open.find(m.question_id);
  if (found != s.open.end()) fx.cancel(found->second->command);
  return done{};
}

}  // namespace fm::cases

#include "model_turn.hpp"

#include "agent/consultation.hpp"
#include "agent/dialogue.hpp"
#include "agent/picture_choice.hpp"
#include "agent/replaced_note.hpp"
#include "agent/task.hpp"
#include "agent/turn_news_json.hpp"
#include "fm/agent/turn_steps.hpp"
#include "turn_log.hpp"

#include <fm/crypto/hash.hpp>

#include <algorithm>
#include <utility>

namespace fm::agent {

namespace {

/// What is kept of a turn for what comes after the model.
constexpr micros kept_of_turn = 5 * second;
/// With less a model is not asked.
constexpr micros least_model_time = 3 * second;
/// With less room for it a prompt holds no lines.
constexpr std::size_t least_prompt_tokens = 700;
constexpr micros day_length = 86'400 * second;
/// A call that was cut off twice is given up.
constexpr std::uint32_t most_tries = 2;

/// How long the model may take from now on: what is left of its own time, and of the turn.
micros model_time_left(micros until, const effects& fx) {
  return std::min(until - fx.steady(), time_left(fx.ctx(), fx.steady()) - kept_of_turn);
}

/// Of everything that makes two questions the same; how long it may take does not.
std::string digest_of(const consult& q) {
  crypto::sha256_stream hash;
  const auto add = [&hash](std::string_view part) {
    hash.update(std::to_string(part.size()) + ':');
    hash.update(part);
  };
  add(q.system);
  add(q.schema);
  for (const auto& s : q.said) {
    add(s.text);
    add(s.call_id);
    for (const auto& c : s.calls) add(c.name), add(c.arguments);
    for (const auto& p : s.pictures) add(p.media_type), add(p.sha256);
  }
  for (const auto& t : q.tools) add(t.name);
  return crypto::hex(hash.finish());
}

consulted failed(std::string trouble, std::string why) {
  consulted out;
  out.trouble = std::move(trouble);
  out.why = std::move(why);
  return out;
}

/// Asks the model, and nothing more.
flow<consulted> ask_model(consult q, effects& fx) {
  auto answered = co_await fx.try_ask<consult>(q);
  if (answered) co_return *answered;
  // Whoever has withdrawn the question gets no answer, and what was begun stays begun.
  if (answered.error().code == ec::cancelled || is_interrupted(answered.error())) co_return answered.error();
  co_return failed("unreachable", answered.error().text);
}

/// What is kept of a step of a turn that goes on; nothing where nobody keeps the turn.
flow<store::kept_step> step_before(const turn_scope& scope, std::uint32_t number, bool kept, effects& fx) {
  if (!kept) co_return store::kept_step{};
  auto find = store::find_step(scope.question_id, number);
  db::row_set rows = co_await fx.ask<db::query>(find);
  co_return store::step_of(rows);
}

/// The same within a turn that is kept: an answer that was paid is not asked for again.
flow<consulted> ask_once(std::string question_id, std::uint32_t number, consult q, store::kept_step kept,
                         std::string ended_by, effects& fx) {
  const auto digest = digest_of(q);
  if (kept.done && kept.digest == digest) co_return store::answer_of(kept.answer);
  const auto tries = (kept.done ? 0 : kept.tries) + 1;
  if (tries > most_tries)
    co_return failed("cancelled", "the program ended twice while the model was asked the same question");
  std::vector<db::operation> begin{store::begin_step(question_id, number, digest, tries, ended_by, fx.now())};
  co_await fx.ask<db::transact>(begin);
  consulted answer = co_await ask_model(std::move(q), fx);
  answer.again = tries > 1;
  auto late = fx.without_deadline();
  std::vector<db::operation> end{store::add_spent(fx.ctx().user, fx.now() / day_length, answer)};
  // A call that failed was not paid for: the next try of the turn may make it again.
  if (answer.trouble.empty()) end.push_back(store::finish_step(question_id, number, store::text_of(answer)));
  co_await late.ask<db::transact>(end);
  co_return answer;
}

/// Which budget of the day is used up; empty when none is.
flow<std::string> budget_that_is_used_up(day_budgets limits, effects& fx) {
  auto find = store::find_spent(fx.ctx().user, fx.now() / day_length);
  db::row_set rows = co_await fx.ask<db::query>(find);
  const auto [own, all] = store::spent_of(rows);
  const auto used_up = [](const store::spent& s, std::uint64_t tokens, std::int64_t cost) {
    return (tokens != 0 && s.tokens >= tokens) || (cost != 0 && s.cost >= cost);
  };
  if (used_up(own, limits.user_tokens, limits.user_cost))
    co_return std::string(
        "what you may spend on models in a day is used up (LLM_USER_DAY_TOKENS, LLM_USER_DAY_COST; again "
        "after midnight UTC)");
  if (used_up(all, limits.all_tokens, limits.all_cost))
    co_return std::string(
        "what everybody together may spend on models in a day is used up (LLM_DAY_TOKENS, LLM_DAY_COST; "
        "again after midnight UTC)");
  co_return std::string();
}

/// The tools that a model is offered in a case.
flow<std::vector<offered_tool>> tools_of(turn_scope scope, options how, effects& fx) {
  std::vector<offered_tool> out;
  if (scope.case_id.empty() || how.dialogue.tool_calls == 0) co_return out;
  auto listed = co_await fx.try_ask<list_tools>();
  if (listed)
    for (auto& t : listed->tools)
      out.push_back({std::move(t.name), std::move(t.description), std::move(t.parameters)});
  co_return out;
}

/// What the model takes that would be asked; as it is set where nobody knows.
flow<model_room> room_of(model_task task, effects& fx) {
  auto known = co_await fx.try_ask<look_at_model>(task);
  co_return known ? *known : model_room{};
}

/// Who is asked, and what that takes.
struct asked_model {
  model_task task = model_task::turn;
  model_room room;
};

/// Chooses the model of a turn, and the pictures that it is shown.
flow<asked_model> model_for(investigation& found, bool sends_pictures, effects& fx) {
  asked_model out;
  out.task = task_of(found.evidence);
  if (!found.pictures.empty() && sends_pictures) {
    out.room = co_await room_of(model_task::picture, fx);
    picture_limits limits;
    if (out.room.room > 0)
      limits.count = std::min<std::size_t>(limits.count, out.room.room / 2 / tokens_of_picture);
    choose_pictures(found.pictures, found.question, limits);
    if (!out.room.sees) leave_pictures(found.pictures, "the model that would be asked sees no pictures");
    const auto shown = std::count_if(found.pictures.begin(), found.pictures.end(),
                                     [](const brought_picture& p) { return p.shown; });
    if (shown > 0) {
      out.task = model_task::picture;
      out.room.room -= std::min(out.room.room, static_cast<std::uint32_t>(shown) * tokens_of_picture);
      co_return out;
    }
  } else {
    choose_pictures(found.pictures, found.question);
    leave_pictures(found.pictures, "LLM_SEND_IMAGES is not set");
  }
  out.room = co_await room_of(out.task, fx);
  co_return out;
}

/// Runs one call; a call that fails is a result, too, which the model can react to.
flow<tool_result> run_one(turn_scope scope, wanted_call call, effects& fx) {
  tell_event(scope, "tool", tool_begun_json(call), fx);
  auto ran = co_await fx.try_ask<run_tool>(scope.case_id, call.name, call.arguments);
  if (!ran && ran.error().code == ec::cancelled) co_return ran.error();
  tool_result result;
  if (ran) {
    result = std::move(*ran);
  } else {
    result.error = to_string(ran.error().code);
    result.text = "The tool could not be run: " + ran.error().text;
  }
  tell_event(scope, "tool", tool_ended_json(call, result), fx);
  co_return result;
}

/// Tells those who listen what sentences may cite.
void tell_shown(const turn_scope& scope, const consultation& shown, effects& fx) {
  if (scope.question_id.empty()) return;
  const auto copied = [](const std::vector<citable>& of) {
    std::vector<tool_citable> out;
    for (const auto& c : of) out.push_back({c.name, c.text});
    return out;
  };
  fx.tell<answer_begins>(scope.question_id, copied(shown.shown), copied(shown.files));
}

void add_call(model_share& share, const consulted& answer) {
  if (answer.trouble.empty() || share.name.empty()) share.name = answer.model;
  ++share.calls;
  share.input_tokens += answer.input_tokens;
  share.output_tokens += answer.output_tokens;
  share.cost += answer.cost;
}

std::string note_of(const consulted& failed_call) {
  return "the model did not answer (" + failed_call.why + "); this is the built-in answer";
}

/// What people are told of how the conversation went; `others` failed before somebody answered.
void add_notes(std::vector<std::string>& notes, const dialogue& talk, const consulted& last,
               std::vector<replaced_kind> replaced, const std::string& no_tools, const std::string& others) {
  if (!others.empty()) notes.push_back("another model answered (" + others + ")");
  if (last.trouble.empty() && last.stop == "token_limit")
    notes.push_back(
        "the model's answer was cut at its greatest length: LLM_MAX_TOKENS, or what its context leaves");
  if (!no_tools.empty() && last.trouble.empty() && talk.view().error.empty()) notes.push_back(no_tools);
  if (auto note = replaced_note(std::move(replaced)); !note.empty()) notes.push_back(std::move(note));
  if (const auto looked = talk.looked_up(); !looked.empty()) notes.push_back(looked);
  if (!talk.ended_by().empty()) notes.push_back(talk.ended_by() + ": the model answered with what it had");
}

}  // namespace

void tell_event(const turn_scope& scope, std::string kind, std::string data, effects& fx) {
  if (!scope.question_id.empty()) fx.tell<turn_event>(scope.question_id, std::move(kind), std::move(data));
}

flow<turn_findings> with_model(turn_findings so_far, turn_scope scope, options how, effects& fx) {
  auto& pictures = so_far.found.pictures;
  if (!how.asks_model || (so_far.found.evidence.empty() && pictures.empty())) co_return so_far;
  auto& notes = so_far.found.notes;
  const bool kept = !scope.question_id.empty() && !scope.case_id.empty();
  if (kept) {
    std::string used_up = co_await budget_that_is_used_up(how.per_day, fx);
    if (!used_up.empty()) {
      notes.push_back(used_up + "; this is the built-in answer");
      tell_event(scope, "warning", sentence_json(notes.back()), fx);
      co_return so_far;
    }
  }
  asked_model asked = co_await model_for(so_far.found, how.sends_pictures, fx);
  const auto task = asked.task;
  const auto room = asked.room;
  if (so_far.found.evidence.empty() && task != model_task::picture) co_return so_far;
  // The estimate of three bytes a token may be short, and a repair wants room, too.
  if (room.room > 0)
    how.dialogue.prompt_tokens = std::min<std::size_t>(how.dialogue.prompt_tokens, room.room / 4 * 3);
  std::vector<offered_tool> tools = co_await tools_of(scope, how, fx);
  std::string no_tools;
  if (!tools.empty() && !room.tools)
    no_tools = "the model takes no tools and answered without looking further";
  else if (!tools.empty() && room.room > 0 && !make_room_for(tools, room.room, how.dialogue))
    no_tools = "the model's context is too small for tools: it answered without looking further";
  if (!no_tools.empty()) tools.clear();
  const auto begun = [&] {
    return dialogue(open_consultation(so_far.found, so_far.passages, how.dialogue.prompt_tokens, scope.before,
                                      how.instructions),
                    tools, how.dialogue);
  };
  auto talk = begun();
  const auto until = fx.steady() + how.model_time;
  const auto whole = model_time_left(until, fx);
  auto& share = so_far.found.by_model;
  std::vector<replaced_kind> replaced;
  std::string unseen;  // why the pictures were not shown
  std::string others;  // who failed before somebody answered
  consulted last;
  for (std::uint32_t number = 1;; ++number) {
    const auto left = model_time_left(until, fx);
    if (left < least_model_time) {
      last = failed("timed_out", "no time was left for the model");
      break;
    }
    store::kept_step before = co_await step_before(scope, number, kept, fx);
    if (before.done) {
      // It is asked as it was then, whatever time and money are left now: its answer is paid.
      if (!before.ended_by.empty()) talk.end_because(before.ended_by);
    } else if (number > 1) {
      // The last third is for the answer and its repair.
      if (left < whole / 3) {
        talk.end_because("the time of this turn is nearly used up");
      } else if (kept) {
        std::string used_up = co_await budget_that_is_used_up(how.per_day, fx);
        if (!used_up.empty()) talk.end_because(std::move(used_up));
      }
    }
    tell_event(scope, "stage", stage_json(number == 1 ? "reason" : "reason further", number), fx);
    tell_shown(scope, talk.shown(), fx);
    auto question = talk.question();
    question.question_id = scope.question_id;
    question.case_id = scope.case_id;
    question.most = left;
    question.task = task;
    if (kept)
      last = co_await ask_once(scope.question_id, number, std::move(question), std::move(before),
                               talk.ended_by(), fx);
    else
      last = co_await ask_model(std::move(question), fx);
    // Later calls replace what earlier ones did, and what tools have shown since.
    if (!last.replaced.empty()) replaced = last.replaced;
    add_call(share, last);
    if (!last.without_pictures.empty()) unseen = last.without_pictures;
    // Some count more tokens than one in three bytes: less of the same is asked, while it is worth asking.
    if (last.trouble == "context_exceeded" && talk.is_at_its_beginning() &&
        how.dialogue.prompt_tokens / 2 >= least_prompt_tokens) {
      how.dialogue.prompt_tokens /= 2;
      talk = begun();
      continue;
    }
    if (!last.trouble.empty()) break;
    if (others.empty()) others = last.why;
    if (last.again) notes.push_back("a call of the model was cut off with the program and made once more");
    tell_event(scope, "usage", usage_json(last), fx);
    const auto move = talk.take(last);
    if (move == dialogue::move::finish) break;
    if (move == dialogue::move::ask) continue;
    const auto calls = talk.calls();
    for (const auto& call : calls) {
      tool_result result = co_await run_one(scope, call, fx);
      talk.take(result);
    }
  }
  if (!last.trouble.empty()) share.trouble = last.trouble, share.why = last.why;
  add_notes(notes, talk, last, std::move(replaced), no_tools, others);
  if (!talk.ended_by().empty()) tell_event(scope, "warning", sentence_json(notes.back()), fx);
  // An answer that came stands although its repair did not come.
  if (!last.trouble.empty() && !talk.view().error.empty()) {
    notes.push_back(note_of(last));
    tell_event(scope, "warning", sentence_json(notes.back()), fx);
    leave_pictures(pictures, "the model did not answer");
    co_return so_far;
  }
  if (talk.shown().attached.empty())
    leave_pictures(pictures, unseen.empty() ? "the model that answered was shown none" : unseen);
  tell_event(scope, "stage", stage_json("check", 0), fx);
  for (auto& p : talk.passages()) so_far.passages.push_back(std::move(p));
  if (take_view(so_far.found, talk.view(), talk.shown(), share.name))
    notes.push_back("the conclusion is by the model " + share.name + ", checked against the lines it cites");
  co_return so_far;
}

}  // namespace fm::agent

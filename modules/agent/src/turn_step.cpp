#include "turn_step.hpp"

#include "agent/analyst.hpp"
#include "agent/consultation.hpp"
#include "agent/replaced_note.hpp"

#include <fm/utf8/cut.hpp>

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

namespace fm::agent {

namespace {

evidence::analysis_terms terms_of(const question_scope& asked, const std::string& zone, micros now) {
  evidence::analysis_terms t;
  t.zone = zone;
  t.now = now;
  t.sought = asked.sought;
  t.windowed = asked.has_window && !asked.relative;
  t.daily = asked.daily;
  t.window_first = asked.first;
  t.window_last = asked.last;
  return t;
}

/// True when at least one file says something.
bool says_something(const evidence::incident_analysed& incident) {
  return std::any_of(incident.digests.begin(), incident.digests.end(),
                     [](const evidence::digest& d) { return d.kind != evidence::kind::empty; });
}

/// A turn hands over what it found, not what it found it in.
void drop_facts(investigation& found) {
  for (auto& d : found.evidence) {
    d.facts.clear();
    d.patterns.clear();
  }
}

constexpr std::uint32_t most_passages = 3;

/// An answer without runbooks is worth more than none.
void add_runbooks(investigation& found, std::vector<knowledge::passage>& passages,
                  outcome<knowledge::passages_found> looked_up) {
  if (!looked_up)
    found.notes.push_back("the runbooks could not be searched: " + looked_up.error().text);
  else
    for (auto& r : looked_up->results) add_passages(passages, std::move(r));
}

std::string nothing_to_read(const evidence::incident_analysed& incident) {
  std::string why = incident.digests.empty() ? "there is nothing to read: none of the files is text"
                                             : "there is nothing to read: every file is empty";
  for (const auto& n : incident.notes) why += "; " + n;
  return why;
}

/// What the model says, with commands that hold no secrets.
model_view view_of(const consulted& said) {
  auto view = read_view(said.text);
  view.next_steps = read_view(said.commands_text).next_steps;
  return view;
}

/// What is kept of a turn for what comes after the model.
constexpr micros kept_of_turn = 5 * second;
/// With less a model is not asked.
constexpr micros least_model_time = 3 * second;

/// How long the model may take from now on: what is left of its own time, and of the turn.
micros model_time_left(micros until, const effects& fx) {
  return std::min(until - fx.steady(), time_left(fx.ctx(), fx.steady()) - kept_of_turn);
}

/// Asks the model what the evidence shows, and once more when its answer has to be repaired. An investigation
/// with the built-in answer is worth more than none: whatever goes wrong is a note.
flow<investigation> with_model(investigation found, const std::vector<knowledge::passage> passages,
                               const std::string case_id, const options how, effects& fx) {
  if (!how.asks_model || found.evidence.empty()) co_return found;
  const auto asked = open_consultation(found, passages, how.prompt_tokens);
  const auto until = fx.steady() + how.model_time;
  consult question;
  question.system = asked.system;
  question.said = {asked.prompt};
  question.behind = asked.behind;
  question.case_id = case_id;
  question.schema_name = answer_schema_name();
  question.schema = answer_schema();
  question.most = model_time_left(until, fx);
  if (question.most < least_model_time) {
    found.notes.push_back("no time was left for the model; this is the built-in answer");
    co_return found;
  }
  auto first = co_await fx.try_ask<consult>(question);
  if (first)
    if (auto note = replaced_note(first->replaced); !note.empty()) found.notes.push_back(std::move(note));
  if (!first || !first->trouble.empty()) {
    found.notes.push_back("the model did not answer (" + (first ? first->why : first.error().text) +
                          "); this is the built-in answer");
    co_return found;
  }
  auto view = view_of(*first);
  const auto wrong = unsupported(view, asked);
  question.most = model_time_left(until, fx);
  if ((!view.error.empty() || !wrong.empty()) && question.most >= least_model_time) {
    constexpr std::size_t longest_repaired = 8'000;
    question.said.push_back(std::string(first_bytes(first->text, longest_repaired)));
    question.said.push_back(repair_request(view, wrong));
    auto second = co_await fx.try_ask<consult>(question);
    if (second && second->trouble.empty()) {
      // The better of both: a repair may make it worse.
      auto repaired = view_of(*second);
      const auto left = unsupported(repaired, asked);
      if (repaired.error.empty() && (!view.error.empty() || left.size() <= wrong.size()))
        view = std::move(repaired);
    }
  }
  if (take_view(found, view, asked, first->model))
    found.notes.push_back("the conclusion is by the model " + first->model +
                          ", checked against the lines it cites");
  co_return found;
}

}  // namespace

flow<investigation> on(turn_state& s, investigate m, effects& fx) {
  std::vector<std::string> notes;
  if (m.question.find_first_not_of(" \t\r\n") == std::string::npos) {
    m.question = "What is wrong?";
    notes.push_back("no question was given: answered 'What is wrong?'");
  }
  auto terms = terms_of(understand(m.question, m.now, m.zone_offset), m.zone, m.now);
  evidence::incident_analysed incident = co_await fx.ask<evidence::analyse_incident>(m.files, terms);
  if (!says_something(incident)) co_return fail(ec::invalid, nothing_to_read(incident));

  investigation found =
      co_await fx.ask<reason>(m.question, m.now, m.zone_offset, std::move(incident.digests));
  found.notes.insert(found.notes.end(), notes.begin(), notes.end());
  found.notes.insert(found.notes.end(), incident.notes.begin(), incident.notes.end());

  std::vector<knowledge::passage> passages;
  auto queries = m.with_runbooks ? runbook_queries(found) : std::vector<std::string>();
  if (!queries.empty()) {
    auto looked_up = co_await fx.try_ask<knowledge::search_runbooks>(std::move(queries), most_passages);
    add_runbooks(found, passages, std::move(looked_up));
  }
  found = co_await with_model(std::move(found), passages, std::string(), s.how, fx);
  compose(found, std::move(passages));
  co_return found;
}

done on(turn_state&, check_health, effects&) { return {}; }

flow<turn_result> on(turn_state& s, run_turn m, effects& fx) {
  auto now = fx.now();
  auto terms = terms_of(understand(m.question, now, s.how.zone_offset), s.how.zone, now);
  evidence::case_analysed incident = co_await fx.ask<evidence::analyse_case>(m.case_id, terms);
  turn_result out;
  out.evidence_ids = std::move(incident.ids);
  auto notes = std::move(incident.found.notes);
  if (says_something(incident.found))
    out.found =
        co_await fx.ask<reason>(m.question, now, s.how.zone_offset, std::move(incident.found.digests));
  else
    out.found = without_evidence(m.question);
  out.found.notes.insert(out.found.notes.end(), notes.begin(), notes.end());

  std::vector<knowledge::passage> passages;
  auto queries = m.with_runbooks ? runbook_queries(out.found) : std::vector<std::string>();
  if (!queries.empty()) {
    auto looked_up =
        co_await fx.try_ask<knowledge::search_visible>(m.case_id, std::move(queries), most_passages);
    add_runbooks(out.found, passages, std::move(looked_up));
  }
  out.found = co_await with_model(std::move(out.found), passages, m.case_id, s.how, fx);
  compose(out.found, std::move(passages));
  drop_facts(out.found);
  co_return out;
}

}  // namespace fm::agent

#include "turn_step.hpp"

#include "agent/analyst.hpp"
#include "agent/picture_choice.hpp"
#include "agent/picture_text.hpp"
#include "agent/turn_news_json.hpp"
#include "model_turn.hpp"

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

/// The pictures among the files; nobody has looked at them so far.
std::vector<brought_picture> brought(std::vector<evidence::picture> pictures) {
  std::vector<brought_picture> out;
  for (auto& p : pictures) out.push_back({std::move(p), false, "no model was asked"});
  return out;
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

/// What was found, for those who listen.
void tell_findings(const turn_scope& scope, const investigation& found,
                   const std::vector<knowledge::passage>& passages, effects& fx) {
  for (const auto& h : found.hypotheses) tell_event(scope, "hypothesis", hypothesis_json(h), fx);
  for (std::size_t i = 0; i < passages.size(); ++i)
    tell_event(scope, "source", source_json(passages[i], i + 1), fx);
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
  investigation found;
  if (says_something(incident))
    found = co_await fx.ask<reason>(question_of_lines(m.question, incident.pictures), m.now, m.zone_offset,
                                    std::move(incident.digests));
  else if (!incident.pictures.empty())
    found = with_pictures_alone(m.question);
  else
    co_return fail(ec::invalid, nothing_to_read(incident));
  found.question = m.question;
  found.pictures = brought(std::move(incident.pictures));
  found.notes.insert(found.notes.end(), notes.begin(), notes.end());
  found.notes.insert(found.notes.end(), incident.notes.begin(), incident.notes.end());

  std::vector<knowledge::passage> passages;
  auto queries = m.with_runbooks ? runbook_queries(found) : std::vector<std::string>();
  if (!queries.empty()) {
    auto looked_up = co_await fx.try_ask<knowledge::search_runbooks>(std::move(queries), most_passages);
    add_runbooks(found, passages, std::move(looked_up));
  }
  turn_scope scope{s.how.tells_of_files ? command_line_turn : "", "", {}};
  turn_findings so_far{std::move(found), std::move(passages)};
  so_far = co_await with_model(std::move(so_far), scope, s.how, fx);
  add_picture_notes(so_far.found);
  compose(so_far.found, std::move(so_far.passages));
  co_return so_far.found;
}

done on(turn_state&, check_health, effects&) { return {}; }

flow<turn_result> on(turn_state& s, run_turn m, effects& fx) {
  // A turn that goes on after the program ended asks about the time at which it was asked.
  const auto now = m.asked != 0 ? m.asked : fx.now();
  turn_scope scope{m.question_id, m.case_id, {m.memory, m.hypotheses, m.excluded_category}};
  tell_event(scope, "stage", stage_json("understand"), fx);
  auto terms = terms_of(understand(m.question, now, s.how.zone_offset), s.how.zone, now);
  evidence::case_analysed incident = co_await fx.ask<evidence::analyse_case>(m.case_id, terms);
  turn_result out;
  out.evidence_ids = std::move(incident.ids);
  auto notes = std::move(incident.found.notes);
  if (says_something(incident.found))
    out.found = co_await fx.ask<reason>(question_of_lines(m.question, incident.found.pictures), now,
                                        s.how.zone_offset, std::move(incident.found.digests));
  else
    out.found =
        incident.found.pictures.empty() ? without_evidence(m.question) : with_pictures_alone(m.question);
  out.found.question = m.question;
  out.found.pictures = brought(std::move(incident.found.pictures));
  out.found.notes.insert(out.found.notes.end(), notes.begin(), notes.end());

  std::vector<knowledge::passage> passages;
  auto queries = m.with_runbooks ? runbook_queries(out.found) : std::vector<std::string>();
  if (!queries.empty()) {
    auto looked_up =
        co_await fx.try_ask<knowledge::search_visible>(m.case_id, std::move(queries), most_passages);
    add_runbooks(out.found, passages, std::move(looked_up));
  }
  tell_findings(scope, out.found, passages, fx);
  turn_findings so_far{std::move(out.found), std::move(passages)};
  so_far = co_await with_model(std::move(so_far), scope, s.how, fx);
  out.found = std::move(so_far.found);
  add_picture_notes(out.found);
  tell_event(scope, "stage", stage_json("answer"), fx);
  compose(out.found, std::move(so_far.passages));
  drop_facts(out.found);
  co_return out;
}

}  // namespace fm::agent

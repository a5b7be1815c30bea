#include "investigation/turn.hpp"

#include "investigation/anchoring.hpp"
#include "investigation/likelihood.hpp"
#include "investigation/memory.hpp"
#include "investigation/ooda.hpp"
#include "investigation/phases.hpp"
#include "investigation/progress.hpp"
#include "investigation/stuck.hpp"
#include "investigation/texts.hpp"
#include "investigation/working_conclusion.hpp"

#include <algorithm>
#include <utility>

namespace fm::investigation {

namespace {

constexpr micros day = 86'400'000'000;
constexpr std::size_t most_names = 10;
constexpr std::size_t most_changes = 5;
constexpr std::size_t most_links = 20;
constexpr std::size_t id_digits = 12;

/// "inv_" and the last twelve hexadecimal digits of the id of the case.
std::string id_for(const std::string& case_id) {
  std::string digits;
  for (char c : case_id)
    if ((c >= '0' && c <= '9') || (c >= 'a' && c <= 'f')) digits += c;
  if (digits.size() < id_digits) digits.insert(0, id_digits - digits.size(), '0');
  return "inv_" + digits.substr(digits.size() - id_digits);
}

/// Enters the files; the ids of those that are new.
std::vector<std::string> enter_files(state& s, const turn_input& in) {
  std::vector<std::string> fresh;
  for (const auto& f : in.found.files) {
    const bool known = std::find(s.seen.begin(), s.seen.end(), f.id) != s.seen.end();
    // Beyond the bound a file cannot be told from one that was there before.
    if (known || s.seen.size() >= most_seen) continue;
    s.seen.push_back(f.id);
    fresh.push_back(f.id);
    s.evidence.push_back({f.id,
                          kept_text(f.description, statement_bytes),
                          kept_text(f.type, key_bytes),
                          category_of(s.progress),
                          in.turn,
                          {},
                          {}});
    if (s.evidence.size() > most_evidence) s.evidence.erase(s.evidence.begin());
  }
  return fresh;
}

void link(std::vector<evidence_item>& all, const std::vector<std::pair<std::string, std::string>>& pairs,
          std::vector<std::string> evidence_item::*list) {
  for (const auto& [file, hypothesis] : pairs)
    for (auto& e : all)
      if (e.id == file) add_once(e.*list, hypothesis, most_links);
}

void frame(state& s, const turn_input& in) {
  const auto& found = in.found;
  if (s.progress.has(milestone::symptom_verified) && !found.conclusion.empty() && found.health < 0) {
    auto& a = s.anomaly;
    auto statement = kept_text(found.conclusion, statement_bytes);
    if (a.statement.empty())
      a.framed_at_turn = in.turn;
    else if (a.statement != statement)
      ++a.revisions;
    a.statement = std::move(statement);
    a.confidence = found.confidence;
    a.severity = word(s.urgent);
    for (const auto& name : found.names) add_once(a.components, kept_text(name, key_bytes), most_names);
  }
  if (found.first == 0) return;
  auto& t = s.when;
  if (t.established_at_turn == 0) t.established_at_turn = in.turn;
  t.started = t.started == 0 ? found.first : std::min(t.started, found.first);
  t.last = std::max(t.last, found.last);
  for (const auto& c : found.changes) add_once(t.recent_changes, kept_text(c, statement_bytes), most_changes);
  // What happened last more than a day ago is looked back upon.
  s.temporal = in.now - t.last > day ? temporal_state::historical : temporal_state::ongoing;
}

/// What the agent found, in the state; the ids of hypotheses that moved are noted in the record.
void enter_findings(state& s, const turn_input& in, turn_record& record) {
  const auto& found = in.found;
  for (auto m : found.milestones)
    if (complete(s.progress, m, in.now)) record.milestones.emplace_back(word(m));
  if (at_least(found.root_cause_confidence, sure)) {
    s.progress.root_cause_confidence = found.root_cause_confidence;
    s.progress.root_cause_method = kept_text(found.root_cause_method, key_bytes);
  }
  record.evidence = enter_files(s, in);
  restate(s.hypotheses, found.hypotheses, s.current_phase, in.turn);
  link(s.evidence, found.supports, &evidence_item::supports);
  link(s.evidence, found.refutes, &evidence_item::refutes);
  frame(s, in);
  enter_requests(s.requests, found.questions, !record.evidence.empty(), in.turn);
}

/// The part of an iteration that follows on the findings.
void close_iteration(state& s, const turn_input& in) {
  end_iteration(s.hypotheses, s.current_phase, in.turn);
  auto& a = s.anchoring;
  a.reason = anchored(s.hypotheses);
  a.detected = !a.reason.empty();
  // Where something is validated there is nothing to loosen.
  const bool holds_on =
      !anchored_in_loop(s.hypotheses, s.ooda.iteration).empty() && best_validated(s.hypotheses) == nullptr;
  if (holds_on) {
    loosen(s.hypotheses, a, in.turn);
  } else {
    a.excluded_category.clear();
    a.wanted = 0;
  }
}

void set_depth(state& s) {
  s.ooda.depth = intensity_of(s.current_phase, std::max(s.ooda.phase_iteration, std::uint32_t{1}));
}

/// What was concluded before, for a turn that says nothing about it.
said_conclusion said_before(const working_conclusion& c) {
  if (c.generated_at_turn == 0 || c.placeholder) return {};
  return {c.statement, c.hypothesis_id, c.hypothesis_id.empty() ? c.confidence : -1, c.next_evidence};
}

void close_record(state& s, const turn_input& in, turn_record record) {
  record.turn = in.turn;
  record.at = in.now;
  record.in_phase = s.current_phase;
  record.question = kept_text(in.question, summary_bytes);
  record.said = kept_text(in.said, summary_bytes);
  for (const auto& h : s.hypotheses)
    if (h.last_progress_at_turn == in.turn) add_once(record.hypotheses, h.id, most_links);
  if (record.evidence.size() > most_links) record.evidence.resize(most_links);
  s.turns.push_back(std::move(record));
  if (s.turns.size() > most_turns) s.turns.erase(s.turns.begin(), s.turns.end() - most_turns);
}

}  // namespace

turn_effect enter_turn(state& s, const turn_input& in) {
  const bool investigating = in.stage == case_stage::investigating;
  if (s.id.empty()) s.id = id_for(in.case_id);
  if (s.started == 0) s.started = in.now;
  s.current_turn = in.turn;
  s.urgent = in.urgent;
  turn_record record;
  for (auto m : in.milestones) record.milestones.emplace_back(word(m));
  if (in.looked) {
    reconcile(s.hypotheses, in.rows, in.turn);
    if (investigating) {
      ++s.ooda.iteration;
      ++s.ooda.phase_iteration;
    }
    enter_findings(s, in, record);
    if (investigating) close_iteration(s, in);
  }
  if (in.stage != case_stage::consulting) advance_phase(s);
  record.progress = in.moved || !record.milestones.empty() || !record.evidence.empty();
  record.outcome =
      in.outcome.empty() ? outcome_of(!record.milestones.empty(), !record.evidence.empty()) : in.outcome;
  s.idle = record.progress ? 0 : s.idle + 1;

  turn_effect out{record.milestones, record.progress, record.outcome, is_stuck(s.idle)};
  close_record(s, in, std::move(record));
  s.approach = strategy_of(s.temporal, s.urgent);
  if (investigating) apply_stuck_rules(s, out.progress, in.now);
  const auto& found = in.found;
  const auto said = found.conclusion.empty()
                        ? said_before(s.conclusion)
                        : said_conclusion{found.conclusion, found.spoken_of, found.health, found.questions};
  s.conclusion = conclude(s.hypotheses, s.current_phase, said, in.turn);
  if (investigating && !loop_back(s)) enter_degraded(s, degraded_kind::general_limitation, in.now);
  set_depth(s);
  s.ooda.step = step_of(s);
  const bool holds_on = !anchored_in_loop(s.hypotheses, s.ooda.iteration).empty();
  s.ooda.goes_on = goes_on(s.current_phase, s.ooda.phase_iteration, holds_on, s.hypotheses);
  s.metrics = metrics_of(s);
  remember(s.memory, {in.turn, in.question, in.said, in.found.conclusion});
  if (compresses(in.turn, s.memory.hot.size())) compress(s, in.now);
  return out;
}

void rename_hypotheses(state& s, const std::map<std::string, std::string>& ids) {
  auto rename = [&](std::string& id) {
    if (auto known = ids.find(id); known != ids.end()) id = known->second;
  };
  auto rename_all = [&](std::vector<std::string>& all) {
    for (auto& id : all) rename(id);
  };
  for (auto& h : s.hypotheses) rename(h.id);
  for (auto& e : s.evidence) {
    rename_all(e.supports);
    rename_all(e.refutes);
  }
  for (auto& t : s.turns) rename_all(t.hypotheses);
  for (auto* tier : {&s.memory.warm, &s.memory.cold})
    for (auto& shot : *tier) rename_all(shot.hypothesis_updates);
  rename(s.conclusion.hypothesis_id);
}

void begin(state& s, micros now) {
  s.progress = {};
  s.metrics = {};
  s.current_phase = phase::intake;
  s.ooda = {};
  s.started = now;
  s.idle = 0;
  s.loop_backs = 0;
  s.loop_back_reason.clear();
}

void catch_up(state& s) {
  advance_phase(s);
  set_depth(s);
}

}  // namespace fm::investigation

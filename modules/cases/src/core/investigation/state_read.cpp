// Reads what was stored, which may have been written by an earlier program or come with an imported case.
#include "investigation/likelihood.hpp"
#include "investigation/memory.hpp"
#include "investigation/state_json.hpp"
#include "investigation/texts.hpp"

#include <fm/civil/iso_time.hpp>

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

namespace fm::investigation {

namespace {

constexpr std::size_t statement_of_problem_bytes = 1'000;
constexpr std::size_t most_ids = 20;

/// Reads members of one object and counts what it could not read.
class reader {
 public:
  reader(const json::value* of, std::size_t& faults) : of_(of), faults_(faults) {
    if (of_ && of_->is_null()) of_ = nullptr;
    if (of_ && !of_->as_object()) {
      of_ = nullptr;
      ++faults_;
    }
  }

  bool there() const { return of_ != nullptr; }
  /// Nothing when it is absent or null.
  const json::value* find(std::string_view name) const {
    const auto* v = of_ ? of_->find(name) : nullptr;
    return v && !v->is_null() ? v : nullptr;
  }
  reader object(std::string_view name) const { return {find(name), faults_}; }

  void read(std::string_view name, std::string& into, std::size_t most) const {
    const auto* v = find(name);
    if (!v) return;
    if (const auto* s = v->as_string())
      into = kept_text(*s, most);
    else
      ++faults_;
  }
  void read(std::string_view name, bool& into) const {
    const auto* v = find(name);
    if (!v) return;
    if (const auto* b = v->as_bool())
      into = *b;
    else
      ++faults_;
  }
  void read(std::string_view name, std::uint32_t& into) const {
    const auto* v = find(name);
    if (!v) return;
    std::int64_t n = 0;
    if (v->integer(n) && n >= 0 && n <= std::numeric_limits<std::int32_t>::max())
      into = static_cast<std::uint32_t>(n);
    else
      ++faults_;
  }
  /// A number of 0..1, or of -1..1.
  void read(std::string_view name, double& into, double least = 0) const {
    const auto* v = find(name);
    if (!v) return;
    if (v->is_number() && std::isfinite(v->number()))
      into = std::clamp(v->number(), least, 1.);
    else
      ++faults_;
  }
  void read_time(std::string_view name, micros& into) const {
    std::string text;
    constexpr std::size_t longest = 40;
    read(name, text, longest);
    if (text.empty()) return;
    if (const auto t = read_iso_time(text))
      into = *t;
    else
      ++faults_;
  }
  template <class E>
  void read_word(std::string_view name, E& into) const {
    std::string text;
    read(name, text, key_bytes);
    if (text.empty()) return;
    if (const auto e = investigation::read_word<E>(text))
      into = *e;
    else
      ++faults_;
  }
  void read(std::string_view name, std::vector<std::string>& into, std::size_t most,
            std::size_t longest) const {
    each(name, most, [&](const json::value& v) {
      if (const auto* s = v.as_string())
        into.push_back(kept_text(*s, longest));
      else
        ++faults_;
    });
  }
  /// Calls for the newest `most` elements of a list.
  template <class F>
  void each(std::string_view name, std::size_t most, F f) const {
    const auto* v = find(name);
    if (!v) return;
    const auto* all = v->as_array();
    if (!all) {
      ++faults_;
      return;
    }
    if (all->size() > most) ++faults_;
    for (std::size_t i = all->size() > most ? all->size() - most : 0; i < all->size(); ++i) f((*all)[i]);
  }
  template <class T, class Read>
  void read_list(std::string_view name, std::vector<T>& into, std::size_t most, Read read_one) const {
    each(name, most, [&](const json::value& v) {
      const reader one(&v, faults_);
      if (one.there()) into.push_back(read_one(one));
    });
  }
  std::size_t& faults() const { return faults_; }

 private:
  const json::value* of_;
  std::size_t& faults_;
};

trajectory_point read_point(const json::value& v, std::size_t& faults) {
  const auto* pair = v.as_array();
  std::int64_t turn = 0;
  if (!pair || pair->size() != 2 || !(*pair)[0].integer(turn) || turn < 0 || !(*pair)[1].is_number()) {
    ++faults;
    return {};
  }
  return {static_cast<std::uint32_t>(std::min<std::int64_t>(turn, std::numeric_limits<std::int32_t>::max())),
          std::clamp((*pair)[1].number(), 0., 1.)};
}

hypothesis read_hypothesis(const reader& r) {
  hypothesis h;
  r.read("hypothesis_id", h.id, id_bytes);
  r.read("origin", h.origin, statement_bytes);
  r.read("statement", h.statement, statement_bytes);
  r.read("category", h.category, key_bytes);
  r.read_word("status", h.status);
  r.read("likelihood", h.likelihood);
  r.read("initial_likelihood", h.initial_likelihood);
  r.read("stated_likelihood", h.stated);
  r.read("weighed_likelihood", h.weighed);
  r.each("confidence_trajectory", most_points,
         [&](const json::value& v) { h.trajectory.push_back(read_point(v, r.faults())); });
  r.read("supporting_evidence", h.supporting, most_supporting, key_bytes);
  r.read("refuting_evidence", h.refuting, most_refuting, key_bytes);
  r.read("test_plan", h.test_plan, statement_bytes);
  r.read("triggering_observation", h.triggering_observation, statement_bytes);
  r.read("captured_at_turn", h.captured_at_turn);
  r.read("promoted_to_active_at_turn", h.promoted_at_turn);
  r.read("validated_at_turn", h.validated_at_turn);
  r.read("last_progress_at_turn", h.last_progress_at_turn);
  r.read("stated_at_turn", h.stated_at_turn);
  r.read("iterations_without_progress", h.iterations_without_progress);
  r.read("decided_by_user", h.by_user);
  r.read("weighed_supporting", h.weighed_supporting);
  r.read("weighed_refuting", h.weighed_refuting);
  h.weighed_supporting = std::min(h.weighed_supporting, static_cast<std::uint32_t>(h.supporting.size()));
  h.weighed_refuting = std::min(h.weighed_refuting, static_cast<std::uint32_t>(h.refuting.size()));
  std::string mode;
  r.read("generation_mode", mode, key_bytes);
  h.systematic = mode == "systematic";
  return h;
}

evidence_item read_evidence(const reader& r) {
  evidence_item e;
  r.read("evidence_id", e.id, id_bytes);
  r.read("description", e.description, statement_bytes);
  r.read("type", e.type, key_bytes);
  r.read_word("category", e.category);
  r.read("collected_at_turn", e.collected_at_turn);
  r.read("supports_hypotheses", e.supports, most_ids, id_bytes);
  r.read("refutes_hypotheses", e.refutes, most_ids, id_bytes);
  return e;
}

/// An earlier program kept the ids of the files alone.
void read_known_files(const reader& r, state& s) {
  r.read("evidence_seen", s.seen, most_seen, id_bytes);
  if (!s.seen.empty() || r.find("version")) {
    r.read_list("evidence", s.evidence, most_evidence, read_evidence);
    return;
  }
  r.read("evidence", s.seen, most_seen, id_bytes);
  for (const auto& id : s.seen) {
    if (s.evidence.size() >= most_evidence) break;
    evidence_item e;
    e.id = id;
    s.evidence.push_back(std::move(e));
  }
}

void read_progress(const reader& r, progress& p) {
  for (std::size_t i = 0; i < all_milestones; ++i) r.read(words<milestone>::all[i], p.reached[i]);
  r.read("root_cause_confidence", p.root_cause_confidence);
  r.read("root_cause_method", p.root_cause_method, key_bytes);
  r.read("mitigation_applied", p.mitigation_applied);
  r.read_time("verification_completed_at", p.verification_completed);
  r.read_time("investigation_completed_at", p.investigation_completed);
  r.read_time("resolution_completed_at", p.resolution_completed);
}

/// An earlier program had no phase of its own: it followed from the milestones.
phase phase_by_milestones(const progress& p) {
  if (p.has(milestone::solution_verified)) return phase::document;
  if (p.has(milestone::root_cause_identified)) return phase::solution;
  if (!p.has(milestone::symptom_verified)) return phase::intake;
  if (!p.has(milestone::scope_assessed)) return phase::blast_radius;
  return p.has(milestone::timeline_established) ? phase::hypothesis : phase::timeline;
}

void read_phase(const reader& r, state& s) {
  s.current_phase = phase_by_milestones(s.progress);
  const auto* v = r.find("current_phase");
  if (!v) return;
  std::int64_t n = 0;
  if (v->integer(n) && n >= 0 && n < static_cast<std::int64_t>(words<phase>::all.size()))
    s.current_phase = static_cast<phase>(n);
  else
    ++r.faults();
}

void read_metrics(const reader& r, progress_metrics& m) {
  r.read("completed_milestones", m.completed_milestones);
  m.completed_milestones = std::min(m.completed_milestones, static_cast<std::uint32_t>(all_milestones));
  m.pending_milestones = static_cast<std::uint32_t>(all_milestones) - m.completed_milestones;
  r.read("evidence_completeness", m.evidence_completeness);
  r.read("evidence_provided_count", m.evidence_provided);
  r.read("evidence_blocked_count", m.evidence_blocked);
  r.read("evidence_pending_count", m.evidence_pending);
  r.read("active_hypotheses_count", m.active_hypotheses);
  r.read_word("investigation_momentum", m.pace);
  r.read("next_critical_steps", m.next_critical_steps, most_ids, statement_bytes);
  r.read("blocked_reasons", m.blocked_reasons, most_ids, statement_bytes);
  r.read("generated_at_turn", m.generated_at_turn);
}

void read_conclusion(const reader& r, working_conclusion& c) {
  r.read("statement", c.statement, conclusion_bytes);
  r.read("placeholder", c.placeholder);
  r.read("confidence", c.confidence);
  c.level = level_of(c.confidence);
  r.read("hypothesis_id", c.hypothesis_id, id_bytes);
  r.read("supporting_evidence_count", c.supporting);
  r.read("caveats", c.caveats, most_ids, statement_bytes);
  r.read("alternative_explanations", c.alternatives, most_ids, statement_bytes);
  r.read("can_proceed_with_solution", c.can_proceed);
  r.read("next_evidence_needed", c.next_evidence, most_ids, statement_bytes);
  r.read("next_step", c.next_step, statement_bytes);
  r.read("generated_at_turn", c.generated_at_turn);
}

void read_ooda(const reader& r, ooda_state& o) {
  r.read("iteration", o.iteration);
  r.read("phase_iteration", o.phase_iteration);
  r.read_word("current_step", o.step);
  r.read_word("intensity", o.depth);
  r.read("should_continue", o.goes_on);
}

snapshot read_snapshot(const reader& r) {
  snapshot s;
  r.read("snapshot_id", s.id, key_bytes);
  std::vector<std::uint32_t> range;
  r.each("turn_range", 2, [&](const json::value& v) {
    std::int64_t n = 0;
    v.integer(n);
    range.push_back(
        static_cast<std::uint32_t>(std::clamp<std::int64_t>(n, 0, std::numeric_limits<std::int32_t>::max())));
  });
  if (range.size() == 2) {
    s.first_turn = range[0];
    s.last_turn = range[1];
  }
  r.read_word("tier", s.tier);
  r.read("content_summary", s.summary, snapshot_bytes);
  r.read("key_insights", s.insights, most_insights, key_bytes);
  r.read("evidence_ids", s.evidence_ids, most_ids, id_bytes);
  r.read("hypothesis_updates", s.hypothesis_updates, most_ids, id_bytes);
  r.read("confidence_delta", s.confidence_delta, -1);
  r.read("token_count_estimate", s.tokens);
  r.read_time("created_at", s.created);
  return s;
}

void read_memory(const reader& r, memory& m) {
  r.read_list("hot", m.hot, most_hot + 1, [](const reader& of) {
    remembered_turn t;
    of.read("turn", t.turn);
    of.read("question", t.question, remembered_bytes);
    of.read("said", t.said, remembered_bytes);
    of.read("insight", t.insight, key_bytes);
    return t;
  });
  r.read_list("warm", m.warm, most_warm, read_snapshot);
  r.read_list("cold", m.cold, most_cold, read_snapshot);
  r.read("confidence", m.confidence);
}

void read_frames(const reader& r, state& s) {
  const auto a = r.object("anomaly_frame");
  a.read("statement", s.anomaly.statement, statement_bytes);
  a.read("affected_components", s.anomaly.components, most_ids, key_bytes);
  a.read("severity", s.anomaly.severity, key_bytes);
  a.read("confidence", s.anomaly.confidence);
  a.read("framed_at_turn", s.anomaly.framed_at_turn);
  a.read("revision_count", s.anomaly.revisions);
  const auto t = r.object("temporal_frame");
  t.read_time("actually_started_at", s.when.started);
  t.read_time("last_occurrence_at", s.when.last);
  t.read("recent_changes", s.when.recent_changes, most_ids, statement_bytes);
  t.read("established_at_turn", s.when.established_at_turn);
}

void read_limits(const reader& r, state& s) {
  const auto e = r.object("escalation");
  e.read("escalation_suggested", s.escalation.suggested);
  e.read("escalation_reason", s.escalation.reason, reason_bytes);
  e.read("user_acknowledged", s.escalation.acknowledged);
  e.read("suggested_at_turn", s.escalation.suggested_at_turn);
  const auto d = r.object("degraded_mode");
  d.read_word("mode_type", s.degraded.kind);
  d.read("active", s.degraded.open);
  d.read_time("entered_at", s.degraded.entered);
  d.read("reason", s.degraded.reason, reason_bytes);
  d.read("attempted_actions", s.degraded.attempted, most_ids, statement_bytes);
  d.read("fallback_offered", s.degraded.fallback, reason_bytes);
  d.read("user_choice", s.degraded.user_choice, key_bytes);
  d.read_time("exited_at", s.degraded.exited);
  d.read("exit_reason", s.degraded.exit_reason, reason_bytes);
  r.read("turns_without_progress", s.idle);
  r.read("loop_backs", s.loop_backs);
  r.read("loop_back_reason", s.loop_back_reason, key_bytes);
  const auto a = r.object("anchoring");
  a.read("detected", s.anchoring.detected);
  a.read("reason", s.anchoring.reason, statement_bytes);
  a.read("excluded_category", s.anchoring.excluded_category, key_bytes);
  a.read("alternatives_wanted", s.anchoring.wanted);
}

void read_consulting(const reader& r, consulting& c) {
  r.read("proposed_problem_statement", c.proposed, statement_of_problem_bytes);
  r.read("problem_statement_confirmed", c.confirmed);
  r.read_time("problem_statement_confirmed_at", c.confirmed_at);
  r.read("decided_to_investigate", c.decided);
  r.read_time("decision_made_at", c.decided_at);
}

turn_record read_turn(const reader& r) {
  turn_record t;
  r.read("turn_number", t.turn);
  r.read_time("timestamp", t.at);
  r.read_word("phase", t.in_phase);
  r.read("user_input_summary", t.question, summary_bytes);
  r.read("agent_action_summary", t.said, summary_bytes);
  r.read("milestones_completed", t.milestones, all_milestones, key_bytes);
  r.read("evidence_collected", t.evidence, most_ids, id_bytes);
  r.read("hypotheses_updated", t.hypotheses, most_ids, id_bytes);
  r.read("outcome", t.outcome, key_bytes);
  r.read("progress_made", t.progress);
  return t;
}

}  // namespace

state read_state(const json::value& of) {
  state s;
  if (of.is_null()) return s;
  if (!of.as_object()) {
    s.note = "The stored state of the investigation could not be read; it began anew.";
    return s;
  }
  std::size_t faults = 0;
  const reader r(&of, faults);
  r.read("investigation_id", s.id, id_bytes);
  r.read("current_turn", s.current_turn);
  r.read_time("started_at", s.started);
  r.read_word("temporal_state", s.temporal);
  r.read_word("urgency_level", s.urgent);
  r.read_word("strategy", s.approach);
  read_frames(r, s);
  r.read_list("hypotheses", s.hypotheses, most_hypotheses, read_hypothesis);
  read_known_files(r, s);
  r.read_list("evidence_requests", s.requests, most_requests, [](const reader& one) {
    evidence_request e;
    one.read("text", e.text, statement_bytes);
    one.read_word("status", e.state);
    one.read("asked", e.asked);
    one.read("first_turn", e.first_turn);
    return e;
  });
  read_progress(r.object("progress"), s.progress);
  read_phase(r, s);
  read_metrics(r.object("progress_metrics"), s.metrics);
  read_limits(r, s);
  read_conclusion(r.object("working_conclusion"), s.conclusion);
  read_ooda(r.object("ooda_state"), s.ooda);
  read_memory(r.object("memory"), s.memory);
  read_consulting(r.object("consulting_data"), s.consulting);
  r.read_list("turn_history", s.turns, most_turns, read_turn);
  r.read("note", s.note, statement_bytes);
  if (faults != 0) s.note = "Parts of the stored state of the investigation could not be read.";
  return s;
}

}  // namespace fm::investigation

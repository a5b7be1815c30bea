#include "investigation/state_json.hpp"

#include "investigation/likelihood.hpp"
#include "investigation/memory.hpp"
#include "investigation/progress.hpp"
#include "investigation/stuck.hpp"

#include <fm/civil/utc_text.hpp>

#include <string>
#include <utility>

namespace fm::investigation {

namespace {

json::value number(std::size_t n) { return std::uint64_t{n}; }
json::value or_null(const std::string& text) { return text.empty() ? json::value() : json::value(text); }
json::value turn_or_null(std::uint32_t turn) { return turn == 0 ? json::value() : number(turn); }
json::value time_or_null(micros t) {
  return t == 0 ? json::value() : json::value(utc_text(t, fraction::six_digits));
}

json::value texts(const std::vector<std::string>& all) {
  json::array out;
  for (const auto& t : all) out.emplace_back(t);
  return out;
}

template <class T, class Json>
json::value list(const std::vector<T>& all, Json json_of) {
  json::array out;
  for (const auto& x : all) out.push_back(json_of(x));
  return out;
}

json::value hypothesis_json(const hypothesis& h) {
  json::value out;
  out.set("hypothesis_id", h.id)
      .set("origin", h.origin)
      .set("statement", h.statement)
      .set("category", or_null(h.category))
      .set("status", word(h.status))
      .set("likelihood", h.likelihood)
      .set("initial_likelihood", h.initial_likelihood)
      .set("confidence_level", word(level_of(h.likelihood)))
      .set("confidence_trajectory", list(h.trajectory,
                                         [](const trajectory_point& p) {
                                           return json::value(json::array{number(p.turn), p.value});
                                         }))
      .set("supporting_evidence", texts(h.supporting))
      .set("refuting_evidence", texts(h.refuting))
      .set("test_plan", or_null(h.test_plan))
      .set("test_results", json::array{})
      .set("triggering_observation", or_null(h.triggering_observation))
      .set("captured_at_turn", number(h.captured_at_turn))
      .set("promoted_to_active_at_turn", turn_or_null(h.promoted_at_turn))
      .set("validated_at_turn", turn_or_null(h.validated_at_turn))
      .set("last_progress_at_turn", number(h.last_progress_at_turn))
      .set("stated_at_turn", turn_or_null(h.stated_at_turn))
      .set("iterations_without_progress", number(h.iterations_without_progress))
      .set("generation_mode", h.systematic ? "systematic" : "opportunistic")
      .set("decided_by_user", h.by_user)
      .set("stated_likelihood", h.stated)
      .set("weighed_likelihood", h.weighed)
      .set("weighed_supporting", number(h.weighed_supporting))
      .set("weighed_refuting", number(h.weighed_refuting));
  return out;
}

json::value evidence_json(const evidence_item& e) {
  json::value out;
  out.set("evidence_id", e.id)
      .set("description", e.description)
      .set("type", e.type)
      .set("category", word(e.category))
      .set("form", "document")
      .set("source_type", "user_provided")
      .set("source", or_null(e.description))
      .set("content_summary", or_null(e.description))
      .set("collected_at_turn", number(e.collected_at_turn))
      .set("supports_hypotheses", texts(e.supports))
      .set("refutes_hypotheses", texts(e.refutes));
  return out;
}

json::value request_json(const evidence_request& r) {
  json::value out;
  out.set("text", r.text)
      .set("status", word(r.state))
      .set("asked", number(r.asked))
      .set("first_turn", number(r.first_turn));
  return out;
}

json::value progress_json(const progress& p) {
  json::value out;
  for (std::size_t i = 0; i < all_milestones; ++i)
    out.set(std::string(words<milestone>::all[i]), json::value(bool{p.reached[i]}));
  out.set("current_stage", stage_of(p))
      .set("root_cause_confidence", p.root_cause_confidence)
      .set("root_cause_method", or_null(p.root_cause_method))
      .set("mitigation_applied", p.mitigation_applied)
      .set("verification_completed_at", time_or_null(p.verification_completed))
      .set("investigation_completed_at", time_or_null(p.investigation_completed))
      .set("resolution_completed_at", time_or_null(p.resolution_completed));
  return out;
}

json::value metrics_json(const state& s) {
  const auto& m = s.metrics;
  json::value out;
  out.set("completed_milestones", number(m.completed_milestones))
      .set("pending_milestones", number(m.pending_milestones))
      .set("completion_percent", m.completion_percent())
      .set("evidence_completeness", m.evidence_completeness)
      .set("evidence_provided_count", number(m.evidence_provided))
      .set("evidence_blocked_count", number(m.evidence_blocked))
      .set("evidence_pending_count", number(m.evidence_pending))
      .set("active_hypotheses_count", number(m.active_hypotheses))
      .set("investigation_momentum", word(m.pace))
      .set("turns_without_progress", number(s.idle))
      .set("next_critical_steps", texts(m.next_critical_steps))
      .set("blocked_reasons", texts(m.blocked_reasons))
      .set("is_degraded_mode", s.degraded.open)
      .set("generated_at_turn", number(m.generated_at_turn));
  return out;
}

json::value escalation_json(const state& s) {
  const auto& e = s.escalation;
  json::value out;
  out.set("escalation_suggested", e.suggested)
      .set("escalation_reason", or_null(e.reason))
      .set("degraded_mode", s.degraded.open)
      .set("degraded_mode_type", s.degraded.open ? json::value(word(s.degraded.kind)) : json::value())
      .set("user_acknowledged", e.acknowledged)
      .set("suggested_at_turn", turn_or_null(e.suggested_at_turn));
  return out;
}

json::value degraded_json(const degraded_mode& d) {
  if (!d.open && d.reason.empty()) return {};
  json::value out;
  out.set("mode_type", word(d.kind))
      .set("active", d.open)
      .set("entered_at", time_or_null(d.entered))
      .set("reason", d.reason)
      .set("attempted_actions", texts(d.attempted))
      .set("fallback_offered", or_null(d.fallback))
      .set("user_choice", or_null(d.user_choice))
      .set("exited_at", time_or_null(d.exited))
      .set("exit_reason", or_null(d.exit_reason));
  return out;
}

json::value conclusion_json(const working_conclusion& c) {
  if (c.generated_at_turn == 0) return {};
  json::value out;
  out.set("statement", c.statement)
      .set("placeholder", c.placeholder)
      .set("confidence", c.confidence)
      .set("confidence_level", word(c.level))
      .set("hypothesis_id", or_null(c.hypothesis_id))
      .set("supporting_evidence_count", number(c.supporting))
      .set("caveats", texts(c.caveats))
      .set("alternative_explanations", texts(c.alternatives))
      .set("can_proceed_with_solution", c.can_proceed)
      .set("next_evidence_needed", texts(c.next_evidence))
      .set("next_step", c.next_step)
      .set("generated_at_turn", number(c.generated_at_turn));
  return out;
}

json::value ooda_json(const state& s) {
  const auto& o = s.ooda;
  json::value out;
  out.set("ooda_id", s.id.empty() ? std::string() : "ooda_" + s.id.substr(s.id.find('_') + 1))
      .set("iteration", number(o.iteration))
      .set("phase_iteration", number(o.phase_iteration))
      .set("current_step", word(o.step))
      .set("intensity", word(o.depth))
      .set("should_continue", o.goes_on);
  return out;
}

json::value anchoring_json(const anchoring_state& a) {
  json::value out;
  out.set("detected", a.detected)
      .set("reason", or_null(a.reason))
      .set("excluded_category", or_null(a.excluded_category))
      .set("alternatives_wanted", number(a.wanted));
  return out;
}

json::value remembered_json(const remembered_turn& t) {
  json::value out;
  out.set("turn", number(t.turn)).set("question", t.question).set("said", t.said).set("insight", t.insight);
  return out;
}

json::value snapshot_json(const snapshot& s) {
  json::value out;
  out.set("snapshot_id", s.id)
      .set("turn_range", json::array{number(s.first_turn), number(s.last_turn)})
      .set("tier", word(s.tier))
      .set("content_summary", s.summary)
      .set("key_insights", texts(s.insights))
      .set("evidence_ids", texts(s.evidence_ids))
      .set("hypothesis_updates", texts(s.hypothesis_updates))
      .set("confidence_delta", s.confidence_delta)
      .set("token_count_estimate", number(s.tokens))
      .set("created_at", time_or_null(s.created));
  return out;
}

json::value memory_json(const state& s) {
  json::value out;
  out.set("hot", list(s.memory.hot, remembered_json))
      .set("warm", list(s.memory.warm, snapshot_json))
      .set("cold", list(s.memory.cold, snapshot_json))
      .set("confidence", s.memory.confidence)
      .set("insights", texts(view_of(s).insights))
      .set("token_count_estimate", number(view_of(s).tokens))
      .set("token_budget", number(memory_budget));
  return out;
}

json::value anomaly_json(const anomaly_frame& a) {
  if (a.statement.empty()) return {};
  json::value out;
  out.set("statement", a.statement)
      .set("affected_components", texts(a.components))
      .set("severity", a.severity)
      .set("confidence", a.confidence)
      .set("framed_at_turn", number(a.framed_at_turn))
      .set("revision_count", number(a.revisions));
  return out;
}

json::value temporal_json(const temporal_frame& t) {
  if (t.established_at_turn == 0) return {};
  json::value out;
  out.set("actually_started_at", time_or_null(t.started))
      .set("last_occurrence_at", time_or_null(t.last))
      .set("recent_changes", texts(t.recent_changes))
      .set("established_at_turn", number(t.established_at_turn));
  return out;
}

json::value consulting_json(const consulting& c) {
  if (c == consulting()) return {};
  json::value out;
  out.set("proposed_problem_statement", or_null(c.proposed))
      .set("problem_statement_confirmed", c.confirmed)
      .set("problem_statement_confirmed_at", time_or_null(c.confirmed_at))
      .set("decided_to_investigate", c.decided)
      .set("decision_made_at", time_or_null(c.decided_at));
  return out;
}

json::value turn_json(const turn_record& t) {
  json::value out;
  out.set("turn_number", number(t.turn))
      .set("timestamp", time_or_null(t.at))
      .set("phase", word(t.in_phase))
      .set("user_input_summary", t.question)
      .set("agent_action_summary", t.said)
      .set("milestones_completed", texts(t.milestones))
      .set("evidence_collected", texts(t.evidence))
      .set("hypotheses_updated", texts(t.hypotheses))
      .set("outcome", t.outcome)
      .set("progress_made", t.progress);
  return out;
}

}  // namespace

json::value state_json(const state& s) {
  json::value out;
  out.set("version", state_version)
      .set("investigation_id", or_null(s.id))
      .set("current_phase", number(static_cast<std::size_t>(s.current_phase)))
      .set("phase", word(s.current_phase))
      .set("engagement_mode", s.current_phase == phase::intake ? "consultant" : "lead_investigator")
      .set("current_turn", number(s.current_turn))
      .set("started_at", time_or_null(s.started))
      .set("temporal_state", word(s.temporal))
      .set("urgency_level", word(s.urgent))
      .set("strategy", word(s.approach))
      .set("anomaly_frame", anomaly_json(s.anomaly))
      .set("temporal_frame", temporal_json(s.when))
      .set("hypotheses", list(s.hypotheses, hypothesis_json))
      .set("evidence", list(s.evidence, evidence_json))
      .set("evidence_seen", texts(s.seen))
      .set("evidence_requests", list(s.requests, request_json))
      .set("progress", progress_json(s.progress))
      .set("progress_metrics", metrics_json(s))
      .set("escalation", escalation_json(s))
      .set("working_conclusion", conclusion_json(s.conclusion))
      .set("ooda_state", ooda_json(s))
      .set("anchoring", anchoring_json(s.anchoring))
      .set("memory", memory_json(s))
      .set("consulting_data", consulting_json(s.consulting))
      .set("degraded_mode", degraded_json(s.degraded))
      .set("turns_without_progress", number(s.idle))
      .set("is_stuck", is_stuck(s.idle))
      .set("loop_backs", number(s.loop_backs))
      .set("loop_back_reason", or_null(s.loop_back_reason))
      .set("turn_history", list(s.turns, turn_json))
      .set("note", or_null(s.note));
  return out;
}

}  // namespace fm::investigation

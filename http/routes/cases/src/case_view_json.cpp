// /ui of the root.
#include "case_json.hpp"
#include "case_view_facts.hpp"
#include "investigation_json.hpp"

#include <fm/http/fields.hpp>
#include <fm/http/json_response.hpp>

#include <utility>

namespace fm::http {

namespace {

json::value consulting_json(const view_facts& f) {
  json::value out;
  out.set("proposed_problem_statement", text_or_null(f.statement))
      .set("problem_statement_confirmed", f.confirmed)
      .set("decided_to_investigate", f.decided)
      .set("consultation_turns", f.consultation_turns);
  return out;
}

json::value investigation_json(const cases::case_view& v, const view_facts& f) {
  json::value progress;
  progress.set("milestones_completed", static_cast<std::uint64_t>(f.milestones.size()))
      .set("total_milestones", all_milestones)
      .set("completed_milestone_ids", json_texts(f.milestones))
      .set("current_stage", f.stage);
  const auto* next = f.conclusion.find("next_evidence_needed");
  json::value out;
  out.set("current_phase", f.phase)
      .set("working_conclusion", f.conclusion)
      .set("progress", std::move(progress))
      .set("active_hypotheses", hypotheses_brief(v, f))
      .set("latest_evidence", evidence_brief(v, f))
      .set("next_actions", next ? *next : json::value(json::array{}))
      .set("agent_status", f.stuck ? "stuck" : "ready")
      .set("is_stuck", f.stuck)
      .set("degraded_mode", f.degraded)
      .set("intensity", f.intensity)
      .set("strategy", f.strategy);
  return out;
}

json::value cause_json(const view_facts& f) {
  if (f.root_cause.text.empty()) return {};
  json::value out;
  out.set("description", f.root_cause.text).set("confidence", f.root_cause.confidence);
  return out;
}

json::value resolution_json(const cases::case_view& v, const view_facts& f, const report_types& written) {
  json::value out;
  out.set("root_cause", cause_json(f))
      .set("solution_applied", f.solution ? solution_json(*f.solution) : json::value())
      .set("verified", f.has("solution_verified"))
      .set("total_duration_minutes", f.minutes)
      .set("hypotheses_tested", f.tested)
      .set("evidence_collected", v.evidence_total)
      .set("reports_available", reports_brief(v.record, written));
  return out;
}

}  // namespace

json::value case_view_json(const cases::case_view& v, const report_types& written) {
  const auto& c = v.record;
  const view_facts f(v);
  json::value out;
  out.set("case_id", c.id)
      .set("title", c.title)
      .set("status", c.status)
      .set("priority", c.priority)
      .set("created_at", time_text(c.created))
      .set("updated_at", time_text(c.updated))
      .set("resolved_at", time_or_null(c.resolved))
      .set("current_turn", std::uint64_t{c.turns})
      .set("uploaded_files_count", v.evidence_total);
  if (c.status == "consulting")
    out.set("consulting", consulting_json(f));
  else if (c.status == "investigating")
    out.set("investigation", investigation_json(v, f));
  else
    out.set("resolution", resolution_json(v, f, written));
  out.set("investigation_state", investigation_state_json(f.state));
  return out;
}

}  // namespace fm::http

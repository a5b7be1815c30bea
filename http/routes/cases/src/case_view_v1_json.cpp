// /ui below /api/v1. What a case does not know is null or empty, never made up; the objects that the clients
// look into are always there.
#include "case_json.hpp"
#include "case_v1_json.hpp"
#include "case_view_facts.hpp"
#include "investigation_json.hpp"

#include <fm/http/fields.hpp>
#include <fm/http/json_response.hpp>

#include <utility>

namespace fm::http {

namespace {

json::value next_states(std::string_view status) {
  json::array out;
  if (status == "consulting") out.emplace_back("investigating");
  if (status == "investigating") out.emplace_back("resolved");
  if (status != "closed") out.emplace_back("closed");
  return json::value(std::move(out));
}

json::value eligibility(std::string_view status) {
  json::value out;
  out.set("resolved", status == "investigating" ? "ready" : "not_eligible")
      .set("closed", status == "closed" ? "not_eligible" : "ready");
  return out;
}

json::value inquiry_json(const cases::case_record& c, const view_facts& f) {
  json::value confirmation;
  confirmation.set("severity_guess", c.priority);
  json::value out;
  out.set("proposed_problem_statement", text_or_null(f.statement))
      .set("problem_statement_confirmed", f.confirmed)
      .set("problem_confirmation", std::move(confirmation))
      .set("decided_to_investigate", f.decided)
      .set("consultation_turns", f.consultation_turns);
  return out;
}

json::value conclusion_json(const cases::case_record& c, const view_facts& f) {
  if (f.conclusion.is_null()) return {};
  auto out = f.conclusion;
  const auto* statement = out.find("statement");
  out.set("summary", statement ? *statement : json::value("")).set("last_updated", time_text(c.updated));
  return out;
}

json::value verification_json(const cases::case_record& c) {
  json::value when;
  when.set("started_at", json::value())
      .set("state", c.resolved != 0 || c.closed != 0 ? "historical" : "ongoing")
      .set("last_occurrence_at", json::value());
  json::value impact;
  impact.set("affected_services", json::array{}).set("affected_users", json::value());
  json::value out;
  out.set("severity", c.priority)
      .set("user_impact", json::value())
      .set("temporal_state", std::move(when))
      .set("impact", std::move(impact));
  return out;
}

void add_investigation(json::value& out, const cases::case_view& v, const view_facts& f) {
  const auto& c = v.record;
  json::value progress;
  progress.set("milestones_completed", static_cast<std::uint64_t>(f.milestones.size()))
      .set("total_milestones", all_milestones)
      .set("current_stage", f.stage_v1())
      .set("completed_indicators", json_texts(f.milestones))
      .set("total_evidence", v.evidence_total);
  json::value strategy;
  strategy.set("approach", f.strategy);
  out.set("progress", std::move(progress))
      .set("problem_statement", f.statement.empty() ? c.description : f.statement)
      .set("investigation_strategy", std::move(strategy))
      .set("problem_verification", verification_json(c))
      .set("working_conclusion", conclusion_json(c, f))
      .set("active_hypotheses", hypotheses_brief(v, f))
      .set("latest_evidence", evidence_brief(v, f))
      .set("current_phase", f.phase)
      .set("is_stuck", f.stuck)
      .set("degraded_mode", f.degraded)
      .set("progress_transparency", json::value());
}

void add_resolution(json::value& out, const cases::case_view& v, const view_facts& f,
                    const report_types& written) {
  const auto& c = v.record;
  const bool known = !f.root_cause.text.empty();
  json::value cause;
  cause.set("description", known ? f.root_cause.text : std::string())
      .set("category", json::value("unknown"))
      .set("severity", c.priority)
      .set("confidence", f.root_cause.confidence)
      .set("cause_assurance", !known                       ? "no_root"
                              : f.has("solution_verified") ? "confirmed"
                                                           : "mechanistic")
      .set("cause_overclaim", false);
  json::value solution;
  solution.set("description", f.solution ? f.solution->title : std::string())
      .set("applied_at", f.solution_done ? time_or_null(c.resolved) : json::value());
  json::value verification;
  verification.set("verified", f.has("solution_verified"));
  json::value summary;
  summary.set("total_duration_minutes", f.minutes)
      .set("milestones_completed", static_cast<std::uint64_t>(f.milestones.size()))
      .set("hypotheses_tested", f.tested)
      .set("evidence_collected", v.evidence_total)
      .set("notes", text_or_null(f.resolution_notes));
  out.set("root_cause", std::move(cause))
      .set("solution_applied", std::move(solution))
      .set("verification_status", std::move(verification))
      .set("resolution_summary", std::move(summary))
      .set("reports_available", reports_brief(c, written));
}

}  // namespace

json::value case_view_v1_json(const cases::case_view& v, const report_types& written) {
  const auto& c = v.record;
  const view_facts f(v);
  json::value out;
  out.set("id", c.id)
      .set("title", c.title)
      .set("description", c.description)
      .set("status", c.status)
      .set("priority", c.priority)
      .set("created_at", time_text(c.created))
      .set("updated_at", time_text(c.updated))
      .set("resolved_at", time_or_null(c.resolved))
      .set("closed_at", time_or_null(c.closed))
      .set("owner_id", c.owner)
      .set("message_count", std::uint64_t{c.message_count})
      .set("current_turn", std::uint64_t{c.turns})
      .set("uploaded_files_count", v.evidence_total)
      .set("valid_next_states", next_states(c.status))
      .set("disposition_eligibility", eligibility(c.status));
  add_v1_fields(out, c);
  if (c.status == "consulting") {
    out.set("consulting", inquiry_json(c, f)).set("inquiry", inquiry_json(c, f));
  } else {
    out.set("consulting", json::value()).set("inquiry", json::value());
    if (c.status == "investigating")
      add_investigation(out, v, f);
    else
      add_resolution(out, v, f, written);
  }
  out.set("investigation_state", investigation_state_json(f.state));
  return out;
}

}  // namespace fm::http

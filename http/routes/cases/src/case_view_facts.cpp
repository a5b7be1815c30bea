#include "case_view_facts.hpp"

#include "case_json.hpp"
#include "investigation_json.hpp"

#include <fm/http/fields.hpp>

#include <algorithm>
#include <array>
#include <utility>

namespace fm::http {

namespace {

constexpr std::array<std::string_view, all_milestones> milestone_order{
    "symptom_verified",      "scope_assessed",    "timeline_established", "changes_identified",
    "root_cause_identified", "solution_proposed", "solution_applied",     "solution_verified"};

bool is_set(const json::value* of, std::string_view name) {
  const auto* v = of ? of->find(name) : nullptr;
  return v && v->as_bool() && *v->as_bool();
}
std::string text_in(const json::value* of, std::string_view name) {
  const auto* v = of ? of->find(name) : nullptr;
  const auto* s = v ? v->as_string() : nullptr;
  return s ? *s : std::string();
}

void replace_when_said(std::string& into, std::string said) {
  if (!said.empty()) into = std::move(said);
}

/// The element of a list of the state that has that id; null when there is none.
const json::value* element(const json::value& state, std::string_view list, std::string_view key,
                           const std::string& id) {
  const auto* found = state.find(list);
  const auto* all = found ? found->as_array() : nullptr;
  if (!all) return nullptr;
  for (const auto& one : *all)
    if (text_in(&one, key) == id) return &one;
  return nullptr;
}

bool is_weighed(const cases::hypothesis_record& h) {
  return h.status == "captured" || h.status == "active" || h.status == "validated";
}

/// The lines of its description that speak for a hypothesis of the agent.
std::uint64_t supporting(const cases::hypothesis_record& h) {
  std::uint64_t n = h.description.starts_with("for: ") ? 1 : 0;
  for (auto at = h.description.find("\nfor: "); at != std::string::npos;
       at = h.description.find("\nfor: ", at + 1))
    ++n;
  return n;
}

view_facts::cause cause_of(const cases::case_view& v, const view_facts& known) {
  const cases::hypothesis_record* best = nullptr;
  for (const auto& h : v.hypotheses)
    if (h.status == "validated" && (!best || h.confidence > best->confidence)) best = &h;
  if (best) return {best->title, std::clamp(best->confidence, 0., 1.)};
  if (!known.has("root_cause_identified")) return {};
  const auto* confidence = known.conclusion.find("confidence");
  return {text_in(&known.conclusion, "statement"), confidence ? std::clamp(confidence->number(), 0., 1.) : 0};
}

}  // namespace

view_facts::view_facts(const cases::case_view& v) {
  const auto metadata = json::parse(v.record.metadata.empty() ? "{}" : v.record.metadata).root;
  if (const auto* stored = metadata.find("investigation_state")) state = *stored;
  const auto* progress = state.find("progress");
  for (auto m : milestone_order)
    if (is_set(progress, m)) milestones.emplace_back(m);
  replace_when_said(stage, text_in(progress, "current_stage"));
  replace_when_said(phase, text_in(&state, "phase"));
  replace_when_said(intensity, text_in(state.find("ooda_state"), "intensity"));
  replace_when_said(strategy, text_in(&state, "strategy"));
  const auto* consulting = state.find("consulting_data");
  statement = text_in(consulting, "proposed_problem_statement");
  confirmed = is_set(consulting, "problem_statement_confirmed");
  decided = is_set(consulting, "decided_to_investigate");
  if (v.record.status == "consulting") consultation_turns = v.record.turns;
  if (const auto* said = state.find("working_conclusion")) conclusion = *said;
  stuck = is_set(&state, "is_stuck");
  degraded = is_set(state.find("escalation"), "degraded_mode");
  resolution_notes = text_in(metadata.find("closing"), "resolution_notes");
  root_cause = cause_of(v, *this);
  for (const auto& s : v.solutions)
    if (!solution || s.implemented || !solution->implemented) solution = &s;
  solution_done = (solution && solution->implemented) || has("solution_applied");
  const auto& c = v.record;
  const auto end = c.resolved != 0 ? c.resolved : c.closed != 0 ? c.closed : c.updated;
  minutes = static_cast<std::uint64_t>(std::max<micros>(end - c.created, 0) / (60 * second));
  for (const auto& h : v.hypotheses)
    if (h.status == "validated" || h.status == "refuted") ++tested;
}

bool view_facts::has(std::string_view milestone) const {
  return std::find(milestones.begin(), milestones.end(), milestone) != milestones.end();
}

std::string_view view_facts::stage_v1() const {
  if (has("root_cause_identified")) return "treatment";
  return has("solution_proposed") || has("solution_applied") ? "mitigation" : "diagnosis";
}

json::array hypotheses_brief(const cases::case_view& v, const view_facts& f) {
  json::array out;
  for (const auto& h : v.hypotheses) {
    if (!is_weighed(h)) continue;
    json::value one;
    one.set("hypothesis_id", h.id)
        .set("text", h.title)
        .set("likelihood", h.confidence < 0 ? .5 : h.confidence)
        .set("status", h.status)
        .set("evidence_count", supporting(h));
    add_members(
        one, element(f.state, "hypotheses", "hypothesis_id", h.id),
        {"category", "confidence_level", "initial_likelihood", "confidence_trajectory", "supporting_evidence",
         "refuting_evidence", "iterations_without_progress", "decided_by_user"});
    out.push_back(std::move(one));
  }
  return out;
}

json::array evidence_brief(const cases::case_view& v, const view_facts& f) {
  json::array out;
  for (const auto& e : v.evidence) {
    json::value one;
    one.set("evidence_id", e.id)
        .set("type", e.evidence_type)
        .set("summary", e.description.empty() ? e.original_filename : e.description)
        .set("timestamp", time_text(e.uploaded));
    add_members(one, element(f.state, "evidence", "evidence_id", e.id),
                {"category", "collected_at_turn", "supports_hypotheses", "refutes_hypotheses"});
    out.push_back(std::move(one));
  }
  return out;
}

json::array reports_brief(const cases::case_record& c, const report_types& written) {
  json::array out;
  for (std::string_view kind : {"incident_report", "runbook", "post_mortem"}) {
    const bool exists = std::find(written.begin(), written.end(), kind) != written.end();
    // domain.md 10: a resolved case asks for every type, a closed one for the post-mortem.
    const bool recommended = c.status == "resolved" || kind == "post_mortem";
    json::value one;
    one.set("report_type", kind)
        .set("status", exists        ? "available"
                       : recommended ? "recommended"
                                     : "not_applicable");
    out.push_back(std::move(one));
  }
  return out;
}

}  // namespace fm::http

#include "investigation/progress.hpp"

#include <algorithm>

namespace fm::investigation {

namespace {

constexpr std::size_t recent_turns = 3;
constexpr std::size_t most_steps = 3;
constexpr std::size_t most_reasons = 5;

std::uint32_t count(const std::vector<evidence_request>& all, request_state s) {
  return static_cast<std::uint32_t>(
      std::count_if(all.begin(), all.end(), [&](const evidence_request& r) { return r.state == s; }));
}

std::string step_to(milestone m) {
  switch (m) {
    case milestone::symptom_verified:
      return "Verify the symptom";
    case milestone::scope_assessed:
      return "Assess what is affected";
    case milestone::timeline_established:
      return "Establish when it began";
    case milestone::changes_identified:
      return "Find out what changed before";
    case milestone::root_cause_identified:
      return "Identify the root cause";
    case milestone::solution_proposed:
      return "Propose a solution";
    case milestone::solution_applied:
      return "Apply the solution";
    case milestone::solution_verified:
      return "Verify that the solution works";
  }
  return {};
}

}  // namespace

bool complete(progress& p, milestone m, micros now) {
  auto& reached = p.reached[static_cast<std::size_t>(m)];
  if (reached) return false;
  reached = true;
  if (m == milestone::solution_applied) p.mitigation_applied = true;
  if (verification_complete(p) && p.verification_completed == 0) p.verification_completed = now;
  if (m == milestone::root_cause_identified) p.investigation_completed = now;
  if (m == milestone::solution_verified) p.resolution_completed = now;
  return true;
}

bool verification_complete(const progress& p) {
  return p.has(milestone::symptom_verified) && p.has(milestone::scope_assessed) &&
         p.has(milestone::timeline_established) && p.has(milestone::changes_identified);
}

std::string_view stage_of(const progress& p) {
  if (p.has(milestone::solution_proposed) || p.has(milestone::solution_applied) ||
      p.has(milestone::solution_verified))
    return "solution";
  if (p.has(milestone::root_cause_identified)) return "hypothesis_validation";
  return p.has(milestone::symptom_verified) ? "hypothesis_formulation" : "symptom_verification";
}

evidence_category category_of(const progress& p) {
  if (!verification_complete(p)) return evidence_category::symptom_evidence;
  return p.has(milestone::solution_proposed) ? evidence_category::resolution_evidence
                                             : evidence_category::causal_evidence;
}

std::string_view outcome_of(bool milestone, bool evidence) {
  if (milestone) return "progress";
  return evidence ? "evidence_collected" : "conversation";
}

momentum momentum_of(const std::vector<turn_record>& turns, const std::vector<hypothesis>& all) {
  if (turns.empty()) return momentum::early;
  const auto first = turns.size() > recent_turns ? turns.end() - recent_turns : turns.begin();
  const auto moved = std::count_if(first, turns.end(), [](const turn_record& t) { return t.progress; });
  if (moved >= 2) return momentum::accelerating;
  const auto validated = [](const hypothesis& h) { return h.status == hypothesis_status::validated; };
  if (moved == 1 || std::any_of(all.begin(), all.end(), validated)) return momentum::steady;
  return momentum::stalled;
}

strategy strategy_of(temporal_state when, urgency how) {
  if (how == urgency::unknown) return strategy::root_cause;
  const bool urgent = how == urgency::critical || how == urgency::high;
  const bool ongoing = when == temporal_state::ongoing;
  if (urgent == ongoing) return urgent ? strategy::mitigation_first : strategy::root_cause;
  return strategy::user_choice;
}

double evidence_completeness(const std::vector<evidence_request>& all, bool some_evidence) {
  if (all.empty()) return some_evidence ? 1 : 0;
  return static_cast<double>(count(all, request_state::provided)) / static_cast<double>(all.size());
}

progress_metrics metrics_of(const state& s) {
  progress_metrics m;
  for (std::size_t i = 0; i < all_milestones; ++i) {
    if (s.progress.reached[i])
      ++m.completed_milestones;
    else if (m.next_critical_steps.size() < most_steps)
      m.next_critical_steps.push_back(step_to(static_cast<milestone>(i)));
  }
  m.pending_milestones = static_cast<std::uint32_t>(all_milestones) - m.completed_milestones;
  m.evidence_provided = count(s.requests, request_state::provided);
  m.evidence_blocked = count(s.requests, request_state::blocked);
  m.evidence_pending = count(s.requests, request_state::pending);
  m.evidence_completeness = evidence_completeness(s.requests, !s.seen.empty());
  m.active_hypotheses = static_cast<std::uint32_t>(
      std::count_if(s.hypotheses.begin(), s.hypotheses.end(),
                    [](const hypothesis& h) { return h.status == hypothesis_status::active; }));
  m.pace = momentum_of(s.turns, s.hypotheses);
  for (const auto& r : s.requests)
    if (r.state == request_state::blocked && m.blocked_reasons.size() < most_reasons)
      m.blocked_reasons.push_back(r.text);
  m.generated_at_turn = s.current_turn;
  return m;
}

}  // namespace fm::investigation

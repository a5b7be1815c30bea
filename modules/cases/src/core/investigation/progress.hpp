#pragma once
// Milestones, stages, the outcome of a turn and what is counted of an investigation (contract/domain.md 5.1,
// 5.2, 5.4, 5.8, 5.10).
#include "investigation/state.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace fm::investigation {

/// Marks a milestone; false when it was reached before. Stamps the group that is complete with it.
bool complete(progress& p, milestone m, micros now);
bool verification_complete(const progress& p);

/// The stage shown to users: solution, hypothesis_validation, hypothesis_formulation or symptom_verification.
std::string_view stage_of(const progress& p);

/// What evidence that comes now is for: the symptom while that is not verified in full, the resolution once a
/// solution is proposed, else the cause.
evidence_category category_of(const progress& p);

/// progress when a milestone was completed, evidence_collected when evidence came, else conversation.
std::string_view outcome_of(bool milestone, bool evidence);

/// By the last three turns: early when there is none, accelerating from two with progress on, steady with
/// one, or with none while something is validated; else stalled.
momentum momentum_of(const std::vector<turn_record>& turns, const std::vector<hypothesis>& all);

/// ongoing and critical or high: mitigation_first. historical and low or medium: root_cause. The other pairs:
/// user_choice. Unknown urgency: root_cause.
strategy strategy_of(temporal_state when, urgency how);

/// How far the requests for evidence are answered: 0..1; without any, whether there is evidence at all.
double evidence_completeness(const std::vector<evidence_request>& all, bool some_evidence);

progress_metrics metrics_of(const state& s);

}  // namespace fm::investigation

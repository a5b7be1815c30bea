#include "investigation/phases.hpp"

#include "investigation/likelihood.hpp"

#include <algorithm>

namespace fm::investigation {

namespace {

bool carries(const hypothesis& h) {
  return h.status == hypothesis_status::active || h.status == hypothesis_status::validated;
}

/// A hypothesis that was validated, or one that is as sure once a cause is named.
bool is_explained(const progress& reached, const std::vector<hypothesis>& all) {
  return std::any_of(all.begin(), all.end(), [&](const hypothesis& h) {
    return h.status == hypothesis_status::validated ||
           (h.status == hypothesis_status::active && at_least(h.likelihood, sure) &&
            reached.has(milestone::root_cause_identified));
  });
}

void enter(state& s, phase p) {
  if (s.current_phase == p) return;
  s.current_phase = p;
  s.ooda.phase_iteration = 0;
}

}  // namespace

phase phase_after(phase now, phase_outcome outcome) {
  switch (outcome) {
    case phase_outcome::completed:
      return now == phase::document ? now : static_cast<phase>(static_cast<std::uint8_t>(now) + 1);
    case phase_outcome::hypothesis_refuted:
      return phase::hypothesis;
    case phase_outcome::scope_changed:
      return phase::blast_radius;
    case phase_outcome::timeline_wrong:
      return phase::timeline;
    case phase_outcome::need_more_data:
    case phase_outcome::stalled:
    case phase_outcome::escalation_needed:
      return now;
  }
  return now;
}

bool is_completed(phase p, const progress& reached, const std::vector<hypothesis>& all) {
  const bool caused = reached.has(milestone::root_cause_identified);
  switch (p) {
    case phase::intake:
      return caused || reached.has(milestone::symptom_verified);
    case phase::blast_radius:
      return caused || reached.has(milestone::scope_assessed);
    case phase::timeline:
      return caused || reached.has(milestone::timeline_established);
    case phase::hypothesis:
      return std::any_of(all.begin(), all.end(), carries);
    case phase::validation:
      return is_explained(reached, all);
    case phase::solution:
      return reached.has(milestone::solution_verified);
    case phase::document:
      return false;
  }
  return false;
}

void advance_phase(state& s) {
  while (is_completed(s.current_phase, s.progress, s.hypotheses))
    enter(s, phase_after(s.current_phase, phase_outcome::completed));
}

std::optional<loop_back_reason> loop_back_of(phase now, const std::vector<hypothesis>& all) {
  if (now != phase::validation && now != phase::solution) return std::nullopt;
  if (all.empty())
    return now == phase::validation ? std::optional(loop_back_reason::insufficient_hypotheses) : std::nullopt;
  if (std::any_of(all.begin(), all.end(), carries)) return std::nullopt;
  const bool refuted = std::all_of(
      all.begin(), all.end(), [](const hypothesis& h) { return h.status == hypothesis_status::refuted; });
  return refuted ? loop_back_reason::all_hypotheses_refuted : loop_back_reason::insufficient_hypotheses;
}

bool loop_back(state& s) {
  const auto why = loop_back_of(s.current_phase, s.hypotheses);
  if (!why) return true;
  if (s.loop_backs >= most_loop_backs) {
    s.loop_back_reason = word(loop_back_reason::max_loops_exceeded);
    return false;
  }
  ++s.loop_backs;
  s.loop_back_reason = word(*why);
  enter(s, phase_after(s.current_phase, phase_outcome::hypothesis_refuted));
  return true;
}

}  // namespace fm::investigation

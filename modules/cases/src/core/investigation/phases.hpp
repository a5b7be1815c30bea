#pragma once
// The phases of an investigation and the ways back (contract/domain.md 5.9).
#include "investigation/state.hpp"

#include <optional>

namespace fm::investigation {

inline constexpr std::uint32_t most_loop_backs = 3;

/// Where an outcome of a phase leads: the next one when it is completed; hypothesis when all hypotheses are
/// refuted, blast_radius when the scope changed, timeline when that was wrong; else it stays. A stalled one
/// stays too, in degraded mode.
phase phase_after(phase now, phase_outcome outcome);

/// Whether a phase has what it is for. A cause that is found completes those before it as well.
bool is_completed(phase p, const progress& reached, const std::vector<hypothesis>& all);

/// Moves on as long as the present phase is completed.
void advance_phase(state& s);

/// Why the investigation has to go back to `hypothesis`: in validation or solution there are hypotheses, but
/// none active or validated; or there is none in validation. Nothing when it has not.
std::optional<loop_back_reason> loop_back_of(phase now, const std::vector<hypothesis>& all);

/// Goes back when it has to; false when it would be the fourth time, which is a case for degraded mode.
bool loop_back(state& s);

}  // namespace fm::investigation

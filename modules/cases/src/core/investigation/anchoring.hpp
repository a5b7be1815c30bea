#pragma once
// Notices an investigation that holds on to one kind of explanation, and loosens it (contract/domain.md 5.6).
#include "investigation/state.hpp"

#include <string>
#include <vector>

namespace fm::investigation {

/// The iteration from which on the loop of a turn looks for anchoring.
inline constexpr std::uint32_t anchoring_iteration = 3;
/// How many new hypotheses of other categories are asked for.
inline constexpr std::uint32_t alternatives_wanted = 2;

/// Why the hypotheses are anchored; empty when they are not: four live ones of one category or more, two live
/// ones or more idle for three iterations, or the top one idle for three while below 0.70.
std::string anchored(const std::vector<hypothesis>& all);
/// The same as the loop of a turn sees it: never before the third iteration.
std::string anchored_in_loop(const std::vector<hypothesis>& all, std::uint32_t iteration);

/// The category of most live hypotheses, the first in the alphabet of several; empty when none has one.
std::string dominant_category(const std::vector<hypothesis>& all);

/// Retires active hypotheses of the dominant category that are idle for two iterations or more, excludes the
/// category and asks for others. Spares what the user decided and what this turn states from evidence.
void loosen(std::vector<hypothesis>& all, anchoring_state& state, std::uint32_t turn);

}  // namespace fm::investigation

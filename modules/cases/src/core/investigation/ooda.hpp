#pragma once
// How deep an iteration of an investigation looks, and whether another one follows (contract/domain.md 5.5).
#include "investigation/state.hpp"

namespace fm::investigation {

/// How many iterations a phase has.
struct iteration_bounds {
  std::uint32_t least = 0;
  std::uint32_t most = 0;
};
iteration_bounds bounds_of(phase p);

/// The intensity of an iteration of a phase, by the table of 5.5; `iteration` counts from 1 within the phase.
intensity intensity_of(phase p, std::uint32_t iteration);
/// The same of the investigation as a whole: light up to 2 iterations, medium up to 5, then full; none before
/// the first.
intensity overall_intensity(std::uint32_t iterations);

/// Whether another iteration of the phase follows after `iteration` of them: below the minimum, while
/// anchored, or in validation until a validated hypothesis has 0.70; never from the maximum on.
bool goes_on(phase p, std::uint32_t iteration, bool anchored, const std::vector<hypothesis>& all);

/// What the next iteration begins with: observe without evidence, orient without a live hypothesis, decide
/// until one is sure, then act.
ooda_step step_of(const state& s);

}  // namespace fm::investigation

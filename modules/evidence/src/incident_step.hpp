#pragma once
// One incident: its files are read at the same time, its documents together afterwards.
#include "fm/actors/step.hpp"
#include "fm/evidence/messages.hpp"

#include <cstdint>

namespace fm::evidence {

struct incident_state {
  using takes = fm::takes<analyse_incident>;

  explicit incident_state(std::uint64_t most = 0) : most_found_bytes(most) {}

  std::uint64_t most_found_bytes;  ///< of what the files of one question show; 0 for no bound
};

/// Fails with `invalid` when a file that the user named cannot be read as text.
flow<incident_analysed> on(incident_state& s, analyse_incident m, effects& fx);

}  // namespace fm::evidence

#pragma once
// One incident: its files are read at the same time, its documents together afterwards.
#include "fm/actors/step.hpp"
#include "fm/evidence/messages.hpp"

namespace fm::evidence {

struct incident_state {
  using takes = fm::takes<analyse_incident>;
};

/// Fails with `invalid` when a file that the user named cannot be read as text.
flow<incident_analysed> on(incident_state& s, analyse_incident m, effects& fx);

}  // namespace fm::evidence

#pragma once
// Removes what has expired.
#include "fm/sessions/messages.hpp"

#include <fm/actors/step.hpp>

namespace fm::sessions {

struct sweep_state {
  using takes = fm::takes<sweep_expired>;
  explicit sweep_state(micros every) : sweep_every(every) {}
  micros sweep_every;
};

flow<done> on(sweep_state& s, sweep_expired m, effects& fx);

}  // namespace fm::sessions

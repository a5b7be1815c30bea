#pragma once
// One turn: read the evidence, reason about it, look up the runbooks, write the answer.
#include "fm/actors/step.hpp"
#include "fm/agent/messages.hpp"
#include "fm/agent/spawn.hpp"

namespace fm::agent {

struct turn_state {
  using takes = fm::takes<investigate, run_turn, check_health>;
  options how;
};

/// Fails as its parts fail; without evidence that says anything it fails with `invalid`.
flow<investigation> on(turn_state& s, investigate m, effects& fx);
/// Never fails for want of evidence: the answer says what is needed.
flow<turn_result> on(turn_state& s, run_turn m, effects& fx);
done on(turn_state& s, check_health m, effects& fx);

}  // namespace fm::agent

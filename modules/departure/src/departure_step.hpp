#pragma once
// Empties one account after the other.
#include <fm/actors/step.hpp>
#include <fm/auth/departure_messages.hpp>

namespace fm::departure {

struct departure_state {
  using takes = fm::takes<auth::empty_account>;
};

flow<done> on(departure_state& s, auth::empty_account m, effects& fx);

}  // namespace fm::departure

#include "fm/departure/spawn.hpp"

#include "departure_step.hpp"

namespace fm::departure {

void spawn(actors::system& system) { system.spawn<departure_state>("departures"); }

}  // namespace fm::departure

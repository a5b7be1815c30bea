#pragma once
// The two clocks of the program; nothing else reads the time of the machine.
#include "fm/actors/context.hpp"

namespace fm::actors {

/// The wall clock, in microseconds since 1970-01-01T00:00:00Z. People, NTP and suspended machines move it
/// forward and back, so no deadline and no rate hangs on it.
micros wall_clock();
/// The clock that never steps, from an arbitrary beginning: that of CAF's timers and of
/// `call_context::deadline`.
micros steady_clock();

/// One instant on both clocks.
struct moment {
  micros wall = 0;
  micros steady = 0;
};

}  // namespace fm::actors

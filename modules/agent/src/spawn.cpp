#include "fm/agent/spawn.hpp"

#include "analyst_job.hpp"
#include "turn_step.hpp"

namespace fm::agent {

handle spawn(actors::system& system, options how) {
  system.gate<analyst_job>("analyst", {.workers = 1, .waiting = 256});
  return system.spawn<turn_state>("agent", how);
}

}  // namespace fm::agent

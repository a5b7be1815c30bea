#include "fm/evidence/spawn.hpp"

#include "file_job.hpp"
#include "incident_step.hpp"

namespace fm::evidence {

handle spawn(actors::system& system, environment outside) {
  auto workers = outside.workers;
  // Every file of an incident may wait: the composition root bounds their number.
  constexpr std::size_t most_files = 1'100;
  system.gate<file_job>("evidence files", {.workers = workers, .waiting = most_files}, std::move(outside));
  return system.spawn<incident_state>("evidence");
}

}  // namespace fm::evidence

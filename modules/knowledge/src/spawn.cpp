#include "fm/knowledge/spawn.hpp"

#include "runbook_job.hpp"

namespace fm::knowledge {

handle spawn(actors::system& system, environment outside) {
  auto workers = outside.workers;
  return system.gate<runbook_job>("knowledge", {.workers = workers, .waiting = 256}, std::move(outside),
                                  std::make_shared<shared_index>());
}

}  // namespace fm::knowledge

#include "fm/idempotency/spawn.hpp"

#include "digest_job.hpp"
#include "once_step.hpp"

namespace fm::idempotency {

handle spawn(actors::system& system, const options& how) {
  system.gate<digest_job>("fingerprints", {.workers = 1, .waiting = 256});
  auto actor = system.spawn<once_state>("idempotency", how);
  system.tell(actor, sweep{});
  return handle(actor.place());
}

}  // namespace fm::idempotency

#pragma once
// Reads files for their hash, on threads of its own.
#include "fm/idempotency/messages.hpp"

#include <fm/actors/step.hpp>
#include <fm/actors/worker.hpp>

namespace fm::idempotency {

class digest_job {
 public:
  using takes = fm::takes<digest_files>;
  outcome<digest> run(const digest_files& m, actors::worker_env& env);
};

}  // namespace fm::idempotency

#pragma once
// The built-in analyst as the one who reasons: no model, no network.
#include "fm/actors/outcome.hpp"
#include "fm/actors/step.hpp"
#include "fm/actors/worker.hpp"
#include "fm/agent/messages.hpp"

namespace fm::agent {

struct analyst_job {
  using takes = fm::takes<reason>;
  outcome<investigation> run(const reason& m, actors::worker_env& env);
};

}  // namespace fm::agent

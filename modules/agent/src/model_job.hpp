#pragma once
// The gate to a language model: redacts what leaves, restores what comes, ends the call when nobody waits.
#include "fm/actors/outcome.hpp"
#include "fm/actors/step.hpp"
#include "fm/actors/worker.hpp"
#include "fm/agent/messages.hpp"
#include "fm/agent/spawn.hpp"

#include <fm/budget/memory_budget.hpp>

#include <memory>

namespace fm::agent {

class model_job {
 public:
  using takes = fm::takes<consult>;
  /// `pictures` is the memory that pictures may take while they are sent.
  model_job(std::shared_ptr<const model_options> how, std::shared_ptr<budget::memory_budget> pictures)
      : how_(std::move(how)), pictures_(std::move(pictures)) {}
  outcome<consulted> run(const consult& m, actors::worker_env& env);

 private:
  std::shared_ptr<const model_options> how_;
  std::shared_ptr<budget::memory_budget> pictures_;
};

/// Says what the models take; beside the gate above, whose workers may all be waiting.
class model_room_job {
 public:
  using takes = fm::takes<look_at_model>;
  explicit model_room_job(std::shared_ptr<const model_options> how) : how_(std::move(how)) {}
  outcome<model_room> run(const look_at_model& m, actors::worker_env& env);

 private:
  std::shared_ptr<const model_options> how_;
};

}  // namespace fm::agent

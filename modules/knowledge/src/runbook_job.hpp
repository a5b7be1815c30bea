#pragma once
// Building and searching the index of runbooks, on a thread of their own.
#include "fm/actors/outcome.hpp"
#include "fm/actors/step.hpp"
#include "fm/actors/worker.hpp"
#include "fm/knowledge/messages.hpp"
#include "fm/knowledge/spawn.hpp"
#include "knowledge/search_index.hpp"

#include <memory>
#include <mutex>

namespace fm::knowledge {

/// The index that all workers search; replaced as a whole.
class shared_index {
 public:
  std::shared_ptr<const search_index> get() const {
    std::lock_guard lock(mutex_);
    return index_;
  }
  void set(std::shared_ptr<const search_index> index) {
    std::lock_guard lock(mutex_);
    index_ = std::move(index);
  }

 private:
  mutable std::mutex mutex_;
  std::shared_ptr<const search_index> index_;
};

class runbook_job {
 public:
  using takes = fm::takes<load_runbooks, search_runbooks>;

  runbook_job(environment outside, std::shared_ptr<shared_index> index)
      : outside_(std::move(outside)), index_(std::move(index)) {}

  outcome<runbooks_loaded> run(const load_runbooks& m, actors::worker_env& env);
  outcome<passages_found> run(const search_runbooks& m, actors::worker_env& env);

 private:
  environment outside_;
  std::shared_ptr<shared_index> index_;
};

}  // namespace fm::knowledge

#include "fm/storage/spawn.hpp"

#include <fm/actors/step.hpp>
#include <fm/actors/worker.hpp>

#include <utility>

namespace fm::blob {

namespace {

class store_job {
 public:
  using takes = fm::takes<adopt, put, remove, list>;

  explicit store_job(std::shared_ptr<store> to) : store_(std::move(to)) {}

  outcome<stored> run(const adopt& m, actors::worker_env&) { return store_->take(m.spool, m.key); }
  outcome<stored> run(const put& m, actors::worker_env&) { return store_->write(m.key, m.bytes); }
  /// Goes on after a failure, so that what can be removed is; the first failure is the answer.
  outcome<done> run(const remove& m, actors::worker_env&) {
    outcome<done> out = done{};
    for (const auto& key : m.keys)
      if (auto r = store_->erase(key); !r && out) out = r.error();
    return out;
  }
  outcome<listing> run(const list& m, actors::worker_env&) { return store_->keys(m.folder, m.before); }

 private:
  std::shared_ptr<store> store_;
};

}  // namespace

gate spawn(actors::system& system, std::shared_ptr<store> store, const gate_options& how) {
  return system.gate<store_job>("files", {.workers = how.workers, .waiting = how.waiting}, store);
}

}  // namespace fm::blob

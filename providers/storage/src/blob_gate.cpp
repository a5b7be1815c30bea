#include "fm/storage/spawn.hpp"

#include <fm/actors/log.hpp>
#include <fm/actors/step.hpp>
#include <fm/actors/worker.hpp>

#include <cstdint>
#include <string>
#include <utility>

namespace fm::blob {

namespace {

class store_job {
 public:
  using takes =
      fm::takes<adopt, put, remove, list, look_for, verify, set_aside, list_aside, bring_back, forget_aside>;

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
  outcome<listing> run(const look_for& m, actors::worker_env& env) {
    listing missing;
    for (const auto& key : m.keys) {
      if (env.cancelled()) return fail(ec::cancelled);
      auto there = store_->holds(key);
      if (!there) return there.error();
      if (*there) continue;
      store_->note_trouble(key, "missing");
      missing.keys.push_back(key);
    }
    if (!missing.keys.empty())
      say(level::error, "stored files are missing: restore them from a backup; faultmaven doctor lists them",
          missing.keys.size(), missing.keys.front());
    return missing;
  }
  outcome<done> run(const verify& m, actors::worker_env&) { return store_->verify(m.key, m.sha256); }
  outcome<aside> run(const set_aside& m, actors::worker_env&) {
    auto moved = store_->set_aside(m.keys);
    if (moved && moved->moved > 0)
      say(level::warning,
          "files that no row names were set aside in files/.quarantine; they come back when a database that "
          "names them is put back",
          moved->moved, m.keys.front());
    if (moved && moved->waiting > 0)
      say(level::warning,
          "files that no row names stay in the store, for the quarantine is full; raise FM_QUARANTINE_MB, or "
          "look through files/.quarantine",
          moved->waiting, m.keys.back());
    return moved;
  }
  outcome<listing> run(const list_aside& m, actors::worker_env&) { return store_->keys_aside(m.folder); }
  outcome<done> run(const bring_back& m, actors::worker_env&) {
    auto back = store_->bring_back(m.keys);
    if (back && !m.keys.empty())
      say(level::info, "files were brought back from files/.quarantine, for a row names them", m.keys.size(),
          m.keys.front());
    return back;
  }
  outcome<listing> run(const forget_aside& m, actors::worker_env&) {
    auto gone = store_->forget_aside(m.before);
    if (gone && !gone->keys.empty())
      say(level::info, "files that were in quarantine for FM_QUARANTINE_DAYS were deleted", gone->keys.size(),
          gone->keys.front());
    return gone;
  }

 private:
  using level = actors::level;
  static void say(level l, const char* sentence, std::uint64_t files, const std::string& such_as) {
    actors::log(l, sentence, {{"files", files}, {"such_as", such_as}});
  }

  std::shared_ptr<store> store_;
};

}  // namespace

gate spawn(actors::system& system, std::shared_ptr<store> store, const gate_options& how) {
  return system.gate<store_job>("files", {.workers = how.workers, .waiting = how.waiting}, store);
}

}  // namespace fm::blob

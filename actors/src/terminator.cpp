#include "fm/actors/terminator.hpp"

#include <caf/abstract_actor.hpp>
#include <caf/actor_cast.hpp>
#include <caf/exit_reason.hpp>
#include <caf/send.hpp>

#include <chrono>
#include <condition_variable>
#include <memory>
#include <mutex>
#include <utility>

namespace fm::actors {
namespace {

/// Counts the ends of the actors of one stage; shared with them, for one may end long after we gave up.
class end_count {
 public:
  explicit end_count(std::size_t actors) : ended_(actors, false), left_(actors) {}

  void ended(std::size_t i) {
    std::lock_guard lock(mutex_);
    if (!ended_[i]) --left_;
    ended_[i] = true;
    changed_.notify_all();
  }
  /// The number that still lives after at most `limit`.
  std::size_t wait(micros limit) {
    std::unique_lock lock(mutex_);
    changed_.wait_for(lock, std::chrono::microseconds(limit), [this] { return left_ == 0; });
    return left_;
  }
  bool has_ended(std::size_t i) {
    std::lock_guard lock(mutex_);
    return ended_[i];
  }

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  std::vector<bool> ended_;
  std::size_t left_;
};

void stop_stage(std::vector<terminator::target>& stage, micros grace, micros kill_grace,
                const std::function<void()>& pump, stop_report& report) {
  auto count = std::make_shared<end_count>(stage.size());
  for (std::size_t i = 0; i < stage.size(); ++i) {
    if (!stage[i].actor) {
      count->ended(i);
      continue;
    }
    caf::actor_cast<caf::abstract_actor*>(stage[i].actor)->attach_functor([count, i] { count->ended(i); });
    caf::anon_send_exit(stage[i].actor, caf::exit_reason::user_shutdown);
  }
  if (pump) pump();
  auto left = count->wait(pump ? 0 : grace);
  report.stopped += stage.size() - left;
  if (left == 0) return;
  for (std::size_t i = 0; i < stage.size(); ++i)
    if (!count->has_ended(i)) caf::anon_send_exit(stage[i].actor, caf::exit_reason::kill);
  if (pump) pump();
  auto stuck = count->wait(pump ? 0 : kill_grace);
  report.killed += left - stuck;
  for (std::size_t i = 0; i < stage.size() && stuck > 0; ++i)
    if (!count->has_ended(i)) report.stuck.push_back(stage[i].name);
}

}  // namespace

stop_report terminator::stop(micros grace, micros kill_grace, const std::function<void()>& pump) {
  stop_report report;
  for (auto& stage : std::exchange(stages_, {})) stop_stage(stage, grace, kill_grace, pump, report);
  return report;
}

}  // namespace fm::actors

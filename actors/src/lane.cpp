#include "fm/actors/lane.hpp"

#include <caf/actor_system.hpp>
#include <caf/ref_counted.hpp>
#include <caf/resumable.hpp>
#include <caf/scheduler/abstract_coordinator.hpp>

#include <utility>

namespace fm::actors {
namespace {

/// Resumptions before the loop gets its turn, and messages of one actor in each.
constexpr std::size_t most_resumptions = 256;
constexpr std::size_t most_messages = 64;

}  // namespace

lane::lane(caf::actor_system& sys, post later) : caf::execution_unit(&sys), later_(std::move(later)) {}

lane*& lane::current() {
  thread_local lane* entered = nullptr;
  return entered;
}

void lane::enter() { current() = this; }

void lane::leave() {
  end_round();
  left_ = true;
  current() = nullptr;
  for (auto* r : std::exchange(ready_, {})) system().scheduler().enqueue(r);
}

void lane::exec_later(caf::resumable* r) {
  if (left_) {
    system().scheduler().enqueue(r);
    return;
  }
  ready_.push_back(r);
  if (runs_soon_) return;
  runs_soon_ = true;
  later_([this] { run_some(); });
}

void lane::run_some() {
  for (std::size_t n = 0; n < most_resumptions && !ready_.empty(); ++n) {
    auto* r = ready_.front();
    ready_.pop_front();
    switch (r->resume(this, most_messages)) {
      case caf::resumable::resume_later:
        ready_.push_back(r);
        break;
      case caf::resumable::shutdown_execution_unit:
        break;
      default:  // done, or waiting for messages: it is no longer ours
        caf::intrusive_ptr_release(r);
    }
  }
  runs_soon_ = !ready_.empty();
  if (runs_soon_) later_([this] { run_some(); });
}

void lane::after_this_round(std::function<void()> f) {
  at_rounds_end_.push_back(std::move(f));
  if (at_rounds_end_.size() == 1) later_([this] { end_round(); });
}

void lane::end_round() {
  turn together;
  for (const auto& f : std::exchange(at_rounds_end_, {})) f();
}

lane::turn::turn() : of_(current()) {
  if (of_ && !of_->runs_soon_)
    of_->runs_soon_ = true;
  else
    of_ = nullptr;
}

lane::turn::~turn() {
  if (of_) of_->run_some();
}

}  // namespace fm::actors

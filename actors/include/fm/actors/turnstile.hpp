#pragma once
// Serves the commands of one actor, or of one object in it, in the order of their arrival.
#include "fm/actors/effects.hpp"

#include <cstddef>
#include <deque>
#include <utility>

namespace fm {

/// `auto turn = co_await state.turns.enter(fx);` lets one flow at a time through until `turn` is gone.
/// Part of the actor's state; neither copied nor moved.
class turnstile {
 public:
  class turn {
   public:
    explicit turn(turnstile* t) : turnstile_(t) {}
    turn(turn&& other) noexcept : turnstile_(std::exchange(other.turnstile_, nullptr)) {}
    turn& operator=(turn&&) = delete;
    ~turn() {
      if (turnstile_) turnstile_->let_next_in();
    }

   private:
    turnstile* turnstile_;
  };

  turnstile() = default;
  turnstile(const turnstile&) = delete;
  turnstile& operator=(const turnstile&) = delete;

  answer<turn, false> enter(effects& fx) {
    core_ = &fx.core();
    auto at = core_->next_origin();
    line_.push_back(at);
    core_->expect(at);
    if (!taken_) let_next_in();
    return {*core_, at};
  }
  std::size_t waiting() const { return line_.size(); }

 private:
  void let_next_in() {
    taken_ = false;
    while (!taken_ && !line_.empty() && !core_->closing()) {
      auto at = line_.front();
      line_.pop_front();
      auto* p = core_->find(at);
      if (!p || p->answered) continue;  // was cancelled while it waited
      taken_ = true;
      core_->settle(at, payload::of(turn{this}));
    }
  }

  step_core* core_ = nullptr;
  std::deque<origin> line_;
  bool taken_ = false;
};

}  // namespace fm

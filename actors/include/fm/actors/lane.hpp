#pragma once
// Runs actors on the thread of an event loop that belongs to somebody else, such as a server's.
#include <caf/execution_unit.hpp>

#include <cstddef>
#include <deque>
#include <functional>
#include <vector>

namespace fm::actors {

/// A call that is made on a thread which has entered its lane runs there: the actors that it reaches are
/// resumed by that thread until somebody else wakes them, which saves the two changes of threads that cost
/// most of a short request. Everything here is for the thread of the loop.
class lane final : public caf::execution_unit {
 public:
  /// Makes the loop call a function later; called on the loop's thread only.
  using post = std::function<void(std::function<void()>)>;

  lane(caf::actor_system& sys, post later);
  lane(const lane&) = delete;
  lane& operator=(const lane&) = delete;

  /// From now on calls of this thread use the lane, until `leave`.
  void enter();
  /// Hands what still waits to the cooperative pool; the last act before the loop ends.
  void leave();
  void exec_later(caf::resumable* r) override;

  /// Runs a function in a turn of its own when the loop has handled what is ready now; in `leave` at the
  /// latest.
  void after_this_round(std::function<void()> f);

  /// The lane that this thread has entered, or null.
  static lane*& current();

  /// What becomes ready while it lives runs at its end, without waiting for the loop. Nothing on other
  /// threads.
  class turn {
   public:
    turn();
    turn(const turn&) = delete;
    turn& operator=(const turn&) = delete;
    ~turn();

   private:
    lane* of_;
  };

 private:
  void run_some();
  void end_round();

  post later_;
  std::deque<caf::resumable*> ready_;
  bool runs_soon_ = false;  // a call of `run_some` is posted, under way or due at the end of a turn
  std::vector<std::function<void()>> at_rounds_end_;
  bool left_ = false;
};

}  // namespace fm::actors

#pragma once
// What the server does for itself from time to time, on a thread of its own.
#include <fm/actors/context.hpp>

#include <chrono>
#include <condition_variable>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

namespace fm::program {

class upkeep {
 public:
  upkeep() = default;
  upkeep(const upkeep&) = delete;
  upkeep& operator=(const upkeep&) = delete;
  ~upkeep() { stop(); }

  /// Before `start`: a piece of work that is done each time so much time has passed, one at a time.
  void every(micros period, micros first, std::function<void()> work);
  void start();
  /// Ends it; work that is under way is waited for, and finds that `pause` says no.
  void stop();
  /// Lets others have the disk for a while; false when it is to stop.
  bool pause(std::chrono::milliseconds how_long);

 private:
  using clock = std::chrono::steady_clock;
  struct task {
    clock::duration period;
    clock::time_point next;
    std::function<void()> work;
  };
  void run();

  std::vector<task> tasks_;
  std::mutex mutex_;
  std::condition_variable changed_;
  bool stop_ = false;
  std::thread thread_;
};

}  // namespace fm::program

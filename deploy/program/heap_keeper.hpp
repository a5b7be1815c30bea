#pragma once
// Gives memory that work has left behind back to the system.
#include <condition_variable>
#include <functional>
#include <mutex>
#include <thread>

namespace fm::program {

/// The allocator keeps what was freed between pieces that are still in use, in each of its arenas. As long as
/// this lives, a thread looks every few seconds and hands it back when it is much and nobody is waiting for
/// an answer.
class heap_keeper {
 public:
  explicit heap_keeper(std::function<bool()> idle);
  ~heap_keeper();
  heap_keeper(const heap_keeper&) = delete;
  heap_keeper& operator=(const heap_keeper&) = delete;

  /// Settles how the allocator takes memory; before the first thread begins.
  static void prepare();
  /// Hands back at once what is free by now: a start uses several megabytes that a server does not need.
  static void hand_back();

 private:
  void run();

  std::function<bool()> idle_;
  std::mutex mutex_;
  std::condition_variable ends_;
  bool ending_ = false;
  std::thread thread_;
};

}  // namespace fm::program

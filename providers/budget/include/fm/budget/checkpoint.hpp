#pragma once
// Where long work looks whether anybody still waits for it.
#include <cstdint>
#include <functional>
#include <stdexcept>

namespace fm::budget {

/// Thrown by a checkpoint: what was done so far is of no use to anybody.
class work_stopped : public std::runtime_error {
 public:
  work_stopped() : std::runtime_error("nobody waits for this work any more") {}
};

/// As long as it lives, the checkpoints of its thread ask `stopped`. Readers, checks and builders are many
/// small functions that call each other: handing the question through all of them would be a parameter of
/// each.
class watched_work {
 public:
  explicit watched_work(std::function<bool()> stopped);
  ~watched_work();
  watched_work(const watched_work&) = delete;
  watched_work& operator=(const watched_work&) = delete;

 private:
  friend void checkpoint();
  std::function<bool()> stopped_;
  std::uint32_t passed_ = 0;
  watched_work* outer_;
};

/// Called for each line, node, object or chunk; costs next to nothing. Throws `work_stopped`.
void checkpoint();

}  // namespace fm::budget

#pragma once
// Where the readers of documents look whether anybody still waits for them.
#include <cstdint>
#include <functional>
#include <stdexcept>

namespace fm::evidence {

/// Thrown by a checkpoint: what was read so far is of no use to anybody.
class analysis_stopped : public std::runtime_error {
 public:
  analysis_stopped() : std::runtime_error("nobody waits for this analysis any more") {}
};

/// As long as it lives, the checkpoints of its thread ask `stopped`. The readers and checks are many small
/// functions that call each other: handing the question through all of them would be a parameter of each.
class watched_analysis {
 public:
  explicit watched_analysis(std::function<bool()> stopped);
  ~watched_analysis();
  watched_analysis(const watched_analysis&) = delete;
  watched_analysis& operator=(const watched_analysis&) = delete;

 private:
  friend void checkpoint();
  std::function<bool()> stopped_;
  std::uint32_t passed_ = 0;
  watched_analysis* outer_;
};

/// Called for each line, node and object; costs next to nothing. Throws `analysis_stopped`.
void checkpoint();

}  // namespace fm::evidence

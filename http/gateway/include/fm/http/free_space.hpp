#pragma once
// The reserve on the disk of the data: below it the server only reads, so that deletions, sign-ins and the
// work that has begun still have room.
#include <atomic>
#include <chrono>
#include <cstdint>
#include <mutex>
#include <string>

namespace fm::http {

/// Looks at the file system at most once a second, when it is asked. Says in the log when the server begins
/// and ceases to read only. Thread-safe.
class free_space {
 public:
  /// Without `least_bytes` there is always room.
  free_space(std::string folder, std::uint64_t least_bytes);
  /// Whether anything may be added.
  bool enough();
  /// What is said while nothing may be added; empty when something may.
  std::string shortage();

 private:
  using clock = std::chrono::steady_clock;
  void look(clock::time_point now);
  std::string sentence() const;

  const std::string folder_;
  const std::uint64_t least_;
  std::mutex mutex_;  // while one looks
  std::atomic<clock::rep> looked_;
  std::atomic<bool> enough_{true};
};

}  // namespace fm::http

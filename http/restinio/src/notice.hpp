#pragma once
// Something that may happen a thousand times, and stands in the log once.
#include <fm/actors/context.hpp>

#include <cstdint>
#include <utility>

namespace fm::http {

/// A line is due when it happens, and after that once a minute with the count of what came in between.
class notice {
 public:
  void happened() {
    ++total_;
    ++untold_;
  }
  std::uint64_t total() const { return total_; }
  /// How often it happened since the last line, when one is due; else 0.
  std::uint64_t due(micros now) {
    constexpr micros between = 60 * second;
    if (untold_ == 0 || (told_ != 0 && now - told_ < between)) return 0;
    told_ = now;
    return std::exchange(untold_, 0);
  }

 private:
  std::uint64_t total_ = 0, untold_ = 0;
  micros told_ = 0;
};

}  // namespace fm::http

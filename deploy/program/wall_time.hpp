#pragma once
// The time of day, for commands that run without the actors.
#include <fm/actors/context.hpp>

#include <chrono>

namespace fm::program {

inline micros wall_time() {
  return std::chrono::duration_cast<std::chrono::microseconds>(
             std::chrono::system_clock::now().time_since_epoch())
      .count();
}

}  // namespace fm::program

#pragma once
// Which part of the evidence the question is about, as far as reading files is concerned.
#include <fm/evidence/messages.hpp>

#include <cstdint>

namespace fm::evidence {

/// A window of time: absolute, or of every day when `daily` (then both ends are microseconds after midnight
/// UTC).
struct time_window {
  bool set = false;
  bool daily = false;
  micros first = 0;
  micros last = 0;  ///< included

  bool contains(micros t) const {
    if (!set) return true;
    if (t == no_time) return false;
    if (!daily) return t >= first && t <= last;
    constexpr micros day = 86'400'000'000;
    auto in_day = ((t % day) + day) % day;
    return first <= last ? in_day >= first && in_day <= last : in_day >= first || in_day <= last;
  }
};

}  // namespace fm::evidence

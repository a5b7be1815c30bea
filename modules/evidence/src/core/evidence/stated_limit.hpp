#pragma once
// A time that a record states beside the one that was expected.
#include <string_view>

namespace fm::evidence {

/// What took how long, and what it should have taken; views into the line.
struct exceeded_time {
  std::string_view took;      ///< "5.2s"; empty when the line states no two times, or kept to the limit
  std::string_view expected;  ///< "100ms"
};

/// Reads `"took":"4.1s","expected-duration":"100ms"`, `took=4.1s limit=1s`, `took 3.2s (expected 100ms)`,
/// `took longer than 500ms: 2.1s` and the like.
exceeded_time find_exceeded_time(std::string_view line);

}  // namespace fm::evidence

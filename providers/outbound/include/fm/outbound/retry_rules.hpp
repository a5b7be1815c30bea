#pragma once
// Numbers of what is done about servers that fail.
#include <fm/actors/context.hpp>

#include <cstdint>

namespace fm::outbound {

/// How requests are repeated.
struct retry_rules {
  micros base = 200 * millisecond;  ///< the greatest wait before the first repetition
  micros longest = 10 * second;     ///< the greatest before any
  micros patience = 30 * second;    ///< a server that asks for a longer wait gets no repetition
  /// Repetitions of a host: so many at once, and so many thousandths of one for each request.
  std::uint64_t reserve = 10;
  std::uint64_t per_thousand = 100;
};

/// When a host gets no requests any more.
struct breaker_rules {
  unsigned failures = 5;         ///< in a row
  micros open_for = 5 * second;  ///< the first time; twice as long after each probe that fails
  micros longest = 2 * minute;   ///< at most so long
};

}  // namespace fm::outbound

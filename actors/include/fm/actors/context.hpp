#pragma once
// What travels with a command through every actor that helps to serve it.
#include <cstdint>
#include <limits>
#include <string>
#include <string_view>
#include <vector>

namespace fm {

/// Microseconds: a duration, a time since 1970-01-01T00:00:00Z, or, where it says so, a time of the steady
/// clock, which begins anywhere and never steps.
using micros = std::int64_t;
inline constexpr micros millisecond = 1000;
inline constexpr micros second = 1000 * millisecond;
inline constexpr micros minute = 60 * second;

/// Stamped once, at the edge, and never changed afterwards.
struct call_context {
  std::string request_id;          ///< for logs and traces
  std::string user;                ///< empty: nobody has signed in
  std::vector<std::string> roles;  ///< of the user
  micros deadline = 0;             ///< when the client stops waiting, on the steady clock; 0: never
  micros time = 0;                 ///< of arrival, on the wall clock
  std::uint64_t seed = 0;          ///< random; makes identifiers, never secrets
  bool operator==(const call_context&) const = default;
};

inline constexpr micros forever = std::numeric_limits<micros>::max();

/// How long the client still waits: never negative; `forever` without a deadline.
constexpr micros time_left(const call_context& ctx, micros steady) {
  if (ctx.deadline == 0) return forever;
  return ctx.deadline > steady ? ctx.deadline - steady : 0;
}

bool has_role(const call_context& ctx, std::string_view role);

/// A UUID (version 4 layout) computed from three numbers alone, so that a replay makes the same one.
std::string derive_id(std::uint64_t seed, std::uint64_t ticket, std::uint32_t index);
/// The same as a UUID of version 7 (RFC 9562, with microseconds in `rand_a` as its method 3 allows).
std::string derive_key(micros now, std::uint64_t seed, std::uint64_t ticket, std::uint32_t index);

}  // namespace fm

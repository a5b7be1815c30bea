#pragma once
// Likelihoods, 0..1, and the marks they are compared with.
#include "investigation/words.hpp"

namespace fm::investigation {

/// What sums of decimal fractions may be off: 0.55 + 0.15 counts as 0.70.
inline constexpr double tolerance = 1e-9;

constexpr bool at_least(double value, double mark) { return value + tolerance >= mark; }
constexpr bool at_most(double value, double mark) { return value - tolerance <= mark; }
constexpr bool below(double value, double mark) { return !at_least(value, mark); }

/// From here on a cause counts as found, and a solution may be proposed.
inline constexpr double sure = .70;
/// From here on another explanation is open.
inline constexpr double open_explanation = .30;

/// The band of a likelihood: verified from 0.85, confident from 0.70, probable from 0.50.
constexpr confidence_level level_of(double likelihood) {
  if (at_least(likelihood, .85)) return confidence_level::verified;
  if (at_least(likelihood, sure)) return confidence_level::confident;
  if (at_least(likelihood, .50)) return confidence_level::probable;
  return confidence_level::speculation;
}

}  // namespace fm::investigation

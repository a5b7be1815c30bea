#pragma once
// Keeps requests from a host that fails again and again.
#include "fm/outbound/retry_rules.hpp"

#include <cstdint>

namespace fm::outbound {

/// Closed: all pass. After failures in a row it opens: nothing passes. When its time is over it is half open:
/// one request passes as a probe; it closes the breaker when it succeeds and opens it for longer when it
/// fails. Times are of the steady clock.
class circuit_breaker {
 public:
  explicit circuit_breaker(const breaker_rules& rules) : rules_(rules), next_open_for_(rules.open_for) {}

  enum class state : std::uint8_t { closed, open, half_open };
  state now_is(micros now) const;

  /// What a request got when it asked. Each one that passes is given back to exactly one of the three
  /// functions below.
  struct permit {
    bool passes = false;
    bool is_probe = false;
    std::uint64_t era = 0;   ///< when it was given; the breaker has opened or closed since if it differs
    micros retry_after = 0;  ///< when it does not pass: how long until a probe may
  };
  permit ask(micros now);

  void succeeded(const permit& of);
  void failed(const permit& of, micros now);
  /// Ended in a way that says nothing of the host, e.g. cancelled.
  void gave_up(const permit& of);

 private:
  void open(micros now);

  breaker_rules rules_;
  unsigned failures_ = 0;  // in a row
  std::uint64_t era_ = 0;  // counts openings and closings
  bool is_open_ = false;
  bool is_probed_ = false;
  micros opens_until_ = 0;
  micros next_open_for_;
};

}  // namespace fm::outbound

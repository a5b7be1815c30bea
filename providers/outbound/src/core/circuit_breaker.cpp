#include "core/circuit_breaker.hpp"

#include <algorithm>

namespace fm::outbound {

circuit_breaker::state circuit_breaker::now_is(micros now) const {
  if (!is_open_) return state::closed;
  return now < opens_until_ ? state::open : state::half_open;
}

circuit_breaker::permit circuit_breaker::ask(micros now) {
  switch (now_is(now)) {
    case state::closed:
      return {true, false, era_, 0};
    case state::open:
      return {false, false, era_, opens_until_ - now};
    case state::half_open:
      break;
  }
  // While a probe is under way nobody knows how long it takes.
  if (is_probed_) return {false, false, era_, rules_.open_for};
  is_probed_ = true;
  return {true, true, era_, 0};
}

void circuit_breaker::succeeded(const permit& of) {
  if (of.era != era_) return;
  failures_ = 0;
  if (!is_open_) return;
  is_open_ = is_probed_ = false;
  next_open_for_ = rules_.open_for;
  ++era_;
}

void circuit_breaker::failed(const permit& of, micros now) {
  if (of.era != era_) return;
  if (is_open_ || ++failures_ >= rules_.failures) open(now);
}

void circuit_breaker::gave_up(const permit& of) {
  if (of.era == era_) is_probed_ = false;
}

void circuit_breaker::open(micros now) {
  is_open_ = true;
  is_probed_ = false;
  failures_ = 0;
  opens_until_ = now + next_open_for_;
  next_open_for_ = std::min(next_open_for_ * 2, rules_.longest);
  ++era_;
}

}  // namespace fm::outbound

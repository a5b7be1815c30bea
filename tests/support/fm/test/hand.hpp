#pragma once
// Feeds the steps of one actor by hand: no actor system, no threads, no clock.
#include "fm/actors/step.hpp"

#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace fm::test {

/// Every call is one input, one millisecond after the one before it; `out` is what that input gave out.
template <class State>
class hand {
 public:
  template <class... A>
  explicit hand(A... args) : engine_(args...) {
    ctx.user = "ann";
    ctx.seed = 1;
  }

  call_context ctx;         ///< of the commands to come
  std::vector<output> out;  ///< of the last input

  State& state() { return engine_.state(); }
  bool idle() { return engine_.core().idle(); }
  ticket_t ticket() const { return ticket_; }
  /// The times that the next input will carry. The clocks begin differently, as they do on a machine.
  micros next_now() const { return static_cast<micros>(ticket_ + 1) * millisecond; }
  micros next_steady() const { return next_now() + steady_ahead; }

  /// A command; returns its ticket.
  template <class M>
  ticket_t say(M m) {
    engine_.consume(next({}), std::move(m), std::make_shared<const call_context>(ctx));
    collect();
    return ticket_;
  }
  template <class R>
  void answer(origin at, R value) {
    engine_.settle(next(at), payload::of(std::move(value)));
    collect();
  }
  void fails(origin at, ec code, std::string text = "as the test says") {
    engine_.settle(next(at), {}, fail(code, std::move(text)));
    collect();
  }
  void fire(origin timer) { answer(timer, done{}); }
  void cancel(ticket_t command) {
    engine_.cancel(next({}), command);
    collect();
  }

  /// The body of an output of the last input, or null when it is of another type.
  template <class M>
  M* sent(std::size_t i = 0) {
    return i < out.size() ? out[i].body.template get<M>() : nullptr;
  }
  /// Names an output of the last input, to answer it.
  origin at(std::size_t i = 0) const { return {ticket_, out.at(i).index}; }
  /// The failure that an output replies with, or null.
  const failure* failed(std::size_t i = 0) const {
    return i < out.size() && out[i].error ? &*out[i].error : nullptr;
  }

 private:
  static constexpr micros steady_ahead = 7 * second;

  input next(origin from) {
    ++ticket_;
    return {ticket_, next_now() - millisecond, next_steady() - millisecond, from};
  }
  void collect() { out = std::exchange(engine_.core().outputs, {}); }

  engine<State> engine_;
  ticket_t ticket_ = 0;
};

}  // namespace fm::test

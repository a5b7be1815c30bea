#pragma once
// A state and its steps, fed by the shell, by a replay or by a test.
#include "fm/actors/effects.hpp"
#include "fm/actors/exception.hpp"

#include <exception>
#include <functional>
#include <memory>
#include <optional>
#include <type_traits>
#include <utility>

namespace fm {

/// The messages that an actor or a job takes: `using takes = fm::takes<a, b>;` in its state.
template <class... Ms>
struct takes {};

/// The step of `State` for `M` is `on(State&, M, effects&)`, found by argument-dependent lookup. It returns a
/// flow, a prompt, a value or an outcome; void for a message that has no answer.
template <class State>
class engine {
 public:
  template <class... A>
  explicit engine(A... args) {
    build_ = [args...](std::optional<State>& s) { s.emplace(args...); };
    build_(state_);
  }

  State& state() { return *state_; }
  step_core& core() { return core_; }

  /// Begins with a new state; only when no flow runs.
  void reset() { build_(state_); }

  /// A command or the message of a peer.
  template <class M>
  void consume(const input& i, M m, std::shared_ptr<const call_context> ctx) {
    core_.begin(i);
    using result = decltype(on(*state_, std::move(m), std::declval<effects&>()));
    static_assert(answers<M, result>(), "the step must return the reply_type of the message it takes");
    if constexpr (is_flow<result>::value) {
      auto fx = std::make_shared<effects>(core_, i.ticket, std::move(ctx));
      auto& promise = on(*state_, std::move(m), *fx).release();
      core_.adopt(i.ticket, promise, std::move(fx));
    } else if constexpr (is_prompt<result>::value) {
      auto fx = std::make_shared<effects>(core_, i.ticket, std::move(ctx));
      answer_or_fail(i.ticket, [&] {
        auto r = on(*state_, std::move(m), *fx);
        if (auto* later = r.later())
          core_.adopt(i.ticket, later->release(), std::move(fx));
        else
          reply(i.ticket, std::move(r.now()));
      });
    } else {
      effects fx{core_, i.ticket, std::move(ctx)};
      answer_or_fail(i.ticket, [&] {
        if constexpr (std::is_void_v<result>)
          on(*state_, std::move(m), fx);
        else
          reply(i.ticket, on(*state_, std::move(m), fx));
      });
    }
    core_.run();
  }
  /// An answer, a failure or a timer for the origin `i.from`.
  void settle(const input& i, payload answer, std::optional<failure> error = {}) {
    core_.begin(i);
    core_.settle(i.from, std::move(answer), std::move(error));
    core_.run();
  }
  /// Whoever sent the message consumed at ticket `command` no longer waits.
  void cancel(const input& i, ticket_t command) {
    core_.begin(i);
    core_.cancel(command);
    core_.run();
  }

 private:
  template <class M, class Result>
  static constexpr bool answers() {
    if constexpr (requires { typename M::reply_type; }) {
      using reply = typename M::reply_type;
      if constexpr (std::is_void_v<reply>)
        return std::is_void_v<Result> || std::is_same_v<Result, flow<done>>;
      else
        return std::is_same_v<Result, reply> || std::is_same_v<Result, outcome<reply>> ||
               std::is_same_v<Result, flow<reply>> || std::is_same_v<Result, prompt<reply>>;
    } else {
      return false;
    }
  }
  template <class F>
  void answer_or_fail(ticket_t command, F&& step) {
    try {
      step();
    } catch (...) {
      core_.reply(command, {}, failure_of_exception());
    }
  }
  template <class T>
  void reply(ticket_t command, outcome<T> r) {
    if (r)
      core_.reply(command, payload::of<T>(std::move(*r)));
    else
      core_.reply(command, {}, std::move(r.error()));
  }
  template <class T>
  void reply(ticket_t command, T value) {
    core_.reply(command, payload::of<T>(std::move(value)));
  }

  std::function<void(std::optional<State>&)> build_;
  std::optional<State> state_;
  step_core core_;  // last: suspended flows are destroyed while the state still lives
};

}  // namespace fm

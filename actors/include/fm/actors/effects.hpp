#pragma once
// What a step may do besides changing its state.
#include "fm/actors/flow.hpp"
#include "fm/actors/message_list.hpp"

#include <algorithm>
#include <memory>
#include <string>
#include <type_traits>
#include <utility>

namespace fm {

/// How long an ask waits when its message names no `timeout`; the deadline of the context may cut it.
inline constexpr micros default_timeout = 30 * second;

/// Waits for one origin. With `Keep` a failure is handed over as an `outcome`, else it ends the flow.
template <class R, bool Keep>
class [[nodiscard]] answer {
 public:
  answer(step_core& core, origin at) : core_(core), at_(at) { core.expect(at); }
  answer(const answer&) = delete;
  answer& operator=(const answer&) = delete;
  ~answer() { core_.abandon(at_); }

  bool await_ready() const { return false; }
  template <class Promise>
  void await_suspend(std::coroutine_handle<Promise> h) {
    auto& p = core_.expect(at_);
    p.flow = &h.promise();
    p.keeps_failure = Keep;
    p.flow->root->waits_at = at_;
    if (p.answered) core_.resume(p.flow, Keep || !p.error ? nullptr : &*p.error);
  }
  std::conditional_t<Keep, outcome<R>, R> await_resume() {
    auto& p = core_.expect(at_);
    if constexpr (Keep)
      if (p.error) return std::move(*p.error);
    return std::move(*p.answer.template get<R>());
  }

 private:
  step_core& core_;
  origin at_;
};

/// g++ 12 copies the members of a braced temporary bitwise when it lives across a `co_await` and frees them
/// twice, so such a temporary is refused: give it a name first, or pass its members.
template <class A>
concept safe_argument = std::is_lvalue_reference_v<A> ||
    !(std::is_aggregate_v<std::remove_cvref_t<A>> && std::is_class_v<std::remove_cvref_t<A>>);

/// One per command; all flows that serve the command share its context and its deadline.
class effects {
 public:
  effects(step_core& core, ticket_t command, std::shared_ptr<const call_context> ctx)
      : core_(core), command_(command), ctx_(std::move(ctx)) {}

  /// The wall time of the input that is being consumed; the same until the next wait. It may step back.
  micros now() const { return core_.in.now; }
  /// The same of the steady clock: what deadlines, rates and time-outs are counted by. Means nothing after a
  /// restart of the process.
  micros steady() const { return core_.in.steady; }
  ticket_t ticket() const { return core_.in.ticket; }
  ticket_t command() const { return command_; }
  const call_context& ctx() const { return *ctx_; }
  step_core& core() { return core_; }

  /// Builds `M{args...}`, sends it to the actor that takes `M` and waits; a failure ends the flow.
  template <class M, safe_argument... A>
  answer<typename M::reply_type, false> ask(A&&... args) {
    return {core_, emit<M>(output_kind::ask, std::forward<A>(args)...)};
  }
  /// The same, but a failure is handed over.
  template <class M, safe_argument... A>
  answer<typename M::reply_type, true> try_ask(A&&... args) {
    return {core_, emit<M>(output_kind::ask, std::forward<A>(args)...)};
  }
  /// Sends without waiting; whether it arrives is not reported.
  template <class M, safe_argument... A>
  void tell(A&&... args) {
    emit<M>(output_kind::tell, std::forward<A>(args)...);
  }
  /// The same in another context: for work that goes on when the one who asked has its answer.
  template <class M, safe_argument... A>
  void tell_in(call_context ctx, A&&... args) {
    emit<M>(output_kind::tell, std::forward<A>(args)...);
    core_.outputs.back().ctx = std::make_shared<const call_context>(std::move(ctx));
  }
  /// Ends with `ec::cancelled`, and the flow with it, when the actor is asked to end meanwhile.
  answer<done, false> sleep(micros delay) { return {core_, set_timer(delay)}; }
  /// The same, but an early end is handed over: for what is to be done before the actor ends.
  answer<done, true> try_sleep(micros delay) { return {core_, set_timer(delay)}; }
  /// The same for what must be tidied up although the deadline has passed.
  effects without_deadline() const {
    auto ctx = std::make_shared<call_context>(*ctx_);
    ctx->deadline = 0;
    return {core_, command_, std::move(ctx)};
  }
  /// The same in the name of an account that is no admin: what is asked shows and changes only what is its.
  effects in_the_name_of(std::string user) const {
    auto ctx = std::make_shared<call_context>(*ctx_);
    ctx->user = std::move(user);
    ctx->roles = {"user"};
    return {core_, command_, std::move(ctx)};
  }
  /// The same with at most so long from now.
  effects within(micros most) const {
    auto ctx = std::make_shared<call_context>(*ctx_);
    ctx->deadline = steady() + std::min(most, time_left(*ctx_, steady()));
    return {core_, command_, std::move(ctx)};
  }
  /// Ends the wait of another command of this actor with `ec::cancelled`; false when it does not wait.
  bool cancel(ticket_t command) { return core_.cancel(command); }
  /// A UUID that a replay makes again.
  std::string new_id() {
    auto at = core_.next_origin();
    return derive_id(ctx_->seed, at.cause, at.index);
  }
  /// The same for rows: UUIDs of version 7 sort by the time of their making.
  std::string new_key() {
    auto at = core_.next_origin();
    return derive_key(now(), ctx_->seed, at.cause, at.index);
  }

 private:
  origin set_timer(micros delay) {
    auto at = core_.next_origin();
    core_.expect(at).sleeps = true;
    core_.outputs.push_back({.what = output_kind::timer, .index = at.index, .after = delay});
    return at;
  }
  template <class M, class... A>
  origin emit(output_kind what, A&&... args) {
    auto at = core_.next_origin();
    M m{std::forward<A>(args)...};
    std::uint64_t shard = 0;
    if constexpr (requires { m.shard(); }) shard = m.shard();
    std::string key;
    if constexpr (requires { m.key(); }) key = m.key();
    micros timeout = default_timeout;
    if constexpr (requires { M::timeout; }) timeout = M::timeout;
    timeout = std::min(timeout, time_left(*ctx_, steady()));
    if (what == output_kind::ask) {
      auto& p = core_.expect(at);
      p.asked = &slot_of<M>;
      p.shard = shard;
      p.key = key;
    }
    core_.outputs.push_back({.what = what,
                             .index = at.index,
                             .body = payload::of<M>(std::move(m)),
                             .shard = shard,
                             .key = std::move(key),
                             .wakes = wakes<M>(),
                             .after = timeout,
                             .ctx = ctx_});
    return at;
  }

  step_core& core_;
  ticket_t command_;
  std::shared_ptr<const call_context> ctx_;
};

}  // namespace fm

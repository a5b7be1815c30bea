#pragma once
// The shell around a step: the only code that draws tickets, sends, asks, replies, sets timers or reads the
// clock.
#include "fm/actors/runtime.hpp"

#include <caf/response_promise.hpp>
#include <caf/scheduled_actor.hpp>
#include <caf/typed_event_based_actor.hpp>

#include <map>
#include <optional>
#include <unordered_map>
#include <utility>

namespace fm::actors {

/// A promise that is never forgotten: CAF 0.17.6 would let the one who asked run into its timeout.
class guarded_promise {
 public:
  explicit guarded_promise(caf::response_promise p) : promise_(std::move(p)) {}
  guarded_promise(guarded_promise&& other) noexcept : promise_(std::exchange(other.promise_, {})) {}
  guarded_promise& operator=(guarded_promise&&) = delete;
  ~guarded_promise() {
    if (promise_.pending()) promise_.deliver(to_error({ec::unavailable, "the receiver has ended"}));
  }
  caf::response_promise& get() { return promise_; }

 private:
  caf::response_promise promise_;
};

/// The part that does not depend on the state.
class shell_base : private answer_taker {
 public:
  shell_base() = default;
  shell_base(const shell_base&) = delete;
  shell_base& operator=(const shell_base&) = delete;
  virtual ~shell_base() = default;

  void cancel(const cancel_request& c);
  /// The actor was asked to end: refuses what is new and quits when the last flow has ended.
  void drain();

 protected:
  void attach(caf::scheduled_actor* self, runtime* rt, std::shared_ptr<endpoint> me, step_core* core);
  void answered(origin at, payload value, bool is_port) final;
  void failed(origin at, failure why) final;
  void timer_fired(origin at);
  /// The first act: from here on the order is decided. Not for an input that nobody waits for.
  input draw(input_kind what, origin from);
  /// Records, and only then sends.
  void finish(const input& i);
  micros steady() const;
  moment now() const;
  virtual void settle(const input& i, payload value, std::optional<failure> why) = 0;
  virtual void cancel_flow(const input& i, ticket_t command) = 0;
  virtual void reset() = 0;

  caf::scheduled_actor* self_ = nullptr;
  runtime* runtime_ = nullptr;
  std::shared_ptr<endpoint> me_;
  step_core* core_ = nullptr;
  bool draining_ = false;
  record_head head_;
  bytes body_;
  struct open_command {
    open_command(guarded_promise p, origin f) : promise(std::move(p)), from(f) {}
    guarded_promise promise;
    origin from;
  };
  /// Says to the family, at the end of its scope, that one more message was taken from the queue.
  class consumption {
   public:
    explicit consumption(shell_base& of) : of_(of) {}
    consumption(const consumption&) = delete;
    consumption& operator=(const consumption&) = delete;
    ~consumption() { of_.me_->life().consumed.fetch_add(1, std::memory_order_release); }

   private:
    shell_base& of_;
  };
  std::optional<open_command> new_command_;  // of the input that is being consumed; most are answered at once
  std::map<ticket_t, open_command> promises_;
  std::unordered_map<origin, ticket_t, origin_hash> commands_;  // who asked -> its ticket; looked up only

 private:
  void send(output& o);
  void ask(output& o);
  reached reach(const output& o);
  caf::message_id request(const caf::actor& to, caf::message m, caf::behavior then);
  void wait(micros time, caf::behavior then);
  void expire();
  void reply(output& o);
  /// Nobody else would hear of a failure of what was told; the log does, once a minute with their number.
  void say_unheard(const failure& why);
  ticket_t fresh_since_ = 0;
  micros expires_ = forever;  // when the next look at open asks is due
  std::uint64_t unheard_ = 0;
  micros say_unheard_from_ = 0;
};

template <class State>
class shell : public shell_base {
 public:
  template <class... A>
  void start(caf::scheduled_actor* self, runtime* rt, std::shared_ptr<endpoint> me, const A&... args) {
    engine_.emplace(args...);
    attach(self, rt, std::move(me), &engine_->core());
  }

  template <class M>
  void consume(envelope& e, M& m, caf::response_promise promise) {
    consumption counted{*this};
    if (draining_) {
      if (promise.pending()) promise.deliver(to_error({ec::unavailable, "the receiver is ending"}));
      return;
    }
    auto i = draw(e.from.cause ? input_kind::message : input_kind::command, e.from);
    auto& counters = me_->counters();
    counters.handled.fetch_add(1, std::memory_order_relaxed);
    if (i.steady > e.sent)
      counters.waited_micros.fetch_add(static_cast<std::uint64_t>(i.steady - e.sent),
                                       std::memory_order_relaxed);
    if (runtime_->log && e.from.cause == 0) {
      pseudonym_scope scope{&runtime_->log->options().hash};
      head_.type = static_cast<std::uint32_t>(hash_name(type_name<M>()));
      if (runtime_->log->options().payloads) detail::wire_functions<M>::save(body_, e.ctx.get(), &m);
    }
    if (promise.pending()) new_command_.emplace(guarded_promise{std::move(promise)}, e.from);
    engine_->template consume<M>(i, std::move(m), std::move(e.ctx));
    finish(i);
  }

  ~shell() override {
    if constexpr (fm::detail::is_described_by_itself<schema_writer, State>)
      if (engine_ && runtime_->on_end) {
        bytes state;
        save_value(state, engine_->state());
        runtime_->on_end(me_->name(), std::move(state));
      }
  }

 private:
  void settle(const input& i, payload value, std::optional<failure> why) override {
    engine_->settle(i, std::move(value), std::move(why));
  }
  void cancel_flow(const input& i, ticket_t command) override { engine_->cancel(i, command); }
  void reset() override { engine_->reset(); }

  std::optional<engine<State>> engine_;
};

namespace detail {
template <class Self, class M, class R>
auto handler(Self* self, caf::typed_mpi<caf::detail::type_list<envelope, M>, caf::output_tuple<R>>) {
  if constexpr (std::is_void_v<R>) {
    return [self](envelope& e, M& m) { self->state.consume(e, m, {}); };
  } else {
    return [self](envelope& e, M& m) {
      auto promise = self->template make_response_promise<R>();
      caf::response_promise& untyped = promise;
      self->state.consume(e, m, untyped);
      return promise;
    };
  }
}
template <class Self>
auto handler(Self* self, caf::reacts_to<cancel_request>) {
  return [self](const cancel_request& c) { self->state.cancel(c); };
}
template <class Actor>
struct behavior_of;
template <class... Signatures>
struct behavior_of<caf::typed_actor<Signatures...>> {
  template <class Self>
  static auto make(Self* self) {
    return typename caf::typed_actor<Signatures...>::behavior_type{handler(self, Signatures{})...};
  }
};
}  // namespace detail

/// Spawns an actor whose steps are the overloads `on(State&, M, effects&)` for all `M` that `State` takes.
template <class State, class... A>
caf::actor spawn_shell(caf::actor_system& sys, runtime& rt, std::shared_ptr<endpoint> me, const A&... args) {
  using interface = interface_of<typename State::takes>;
  using pointer = typename interface::template stateful_pointer<shell<State>>;
  require_registered(typename State::takes{});
  auto actor = sys.spawn([&rt, me, args...](pointer self) -> typename interface::behavior_type {
    self->state.start(self, &rt, me, args...);
    self->set_exit_handler([self](caf::exit_msg& x) {
      if (x.reason == caf::exit_reason::user_shutdown)
        self->state.drain();
      else if (x.reason)
        self->quit(std::move(x.reason));
    });
    return detail::behavior_of<interface>::make(self);
  });
  return caf::actor_cast<caf::actor>(actor);
}

}  // namespace fm::actors

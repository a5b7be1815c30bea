#pragma once
// The actor system of a program: what `main` and a test need to start actors, ask them and stop them.
#include "fm/actors/edge.hpp"
#include "fm/actors/gate.hpp"
#include "fm/actors/lane.hpp"
#include "fm/actors/metrics.hpp"
#include "fm/actors/runtime.hpp"
#include "fm/actors/shell.hpp"
#include "fm/actors/supervisor.hpp"
#include "fm/actors/terminator.hpp"

#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <random>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

namespace fm::actors {

struct system_config {
  message_table messages{};    ///< `messages_of<evidence::messages, knowledge::messages>()`
  std::size_t threads = 0;     ///< of the cooperative pool; 0: one per core
  bool deterministic = false;  ///< one thread, the caller's, and a clock that only `advance` moves
  micros grace = 10 * second;  ///< for each stage of the stop
  micros kill_grace = 2 * second;
  std::optional<journal_options> journal{};
  std::function<void(const std::string& name, bytes state)>
      on_end{};  ///< tests: saved states of ended actors
};

/// The address of an actor or a gate that takes `Ms`: cheap to copy, and valid across restarts.
template <class... Ms>
class handle {
 public:
  handle() = default;
  explicit handle(std::shared_ptr<endpoint> to) : to_(std::move(to)) {}
  const std::shared_ptr<endpoint>& place() const { return to_; }

 private:
  std::shared_ptr<endpoint> to_;
};

namespace detail {
template <class Takes>
struct handle_of;
template <class... Ms>
struct handle_of<takes<Ms...>> {
  using type = handle<Ms...>;
};

/// An answer that one thread waits for.
template <class R>
class awaited {
 public:
  void set(outcome<R> r) {
    std::lock_guard lock(mutex_);
    result_.emplace(std::move(r));
    changed_.notify_all();
  }
  std::optional<outcome<R>> take(micros limit) {
    std::unique_lock lock(mutex_);
    changed_.wait_for(lock, std::chrono::microseconds(limit), [this] { return result_.has_value(); });
    return std::exchange(result_, std::nullopt);
  }

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  std::optional<outcome<R>> result_;
};
}  // namespace detail

template <class T>
using handle_of = typename detail::handle_of<typename T::takes>::type;

/// Names a call from outside, to withdraw it.
struct call_id {
  std::uint64_t number = 0;  ///< 0: the call was refused
};

namespace detail {
/// Calls its function exactly once: with the answer, or with `ec::unavailable` when it is dropped. While it
/// lives, the call counts as open.
template <class R>
class typed_call final : public open_call {
 public:
  typed_call(call_address to, std::function<void(outcome<R>)> then,
             std::shared_ptr<std::atomic<std::size_t>> open)
      : open_call(std::move(to)), then_(std::move(then)), open_(std::move(open)) {
    ++*open_;
  }
  typed_call(const typed_call&) = delete;
  typed_call& operator=(const typed_call&) = delete;
  ~typed_call() override {
    give(fail(ec::unavailable, "the actor system has ended"));
    --*open_;
  }
  void answered(payload reply) override {
    if (auto* r = reply.get<R>())
      give(std::move(*r));
    else
      give(fail(ec::internal, "an answer of another type"));
  }
  void answered(caf::type_erased_tuple& reply) override {
    if (reply.match_elements<R>())
      give(std::move(reply.get_mutable_as<R>(0)));
    else
      give(fail(ec::internal, "an answer of another type"));
  }
  void failed(failure why) override { give(std::move(why)); }

 private:
  void give(outcome<R> r) {
    if (auto f = std::exchange(then_, nullptr)) f(std::move(r));
  }

  std::function<void(outcome<R>)> then_;
  std::shared_ptr<std::atomic<std::size_t>> open_;
};
}  // namespace detail

class system {
 public:
  /// Throws when the journal cannot be written.
  explicit system(system_config config);
  system(const system&) = delete;
  system& operator=(const system&) = delete;
  /// Stops what still runs. A thread that does not come back is left behind together with the system: end the
  /// program with `std::_Exit` then.
  ~system();

  /// Starts an actor whose steps are `on(State&, M, effects&)` for what `State` takes. The arguments make the
  /// state, now and after each restart. Asks for these messages are routed to it.
  template <class State, class... A>
  handle_of<State> spawn(const std::string& name, const A&... args) {
    return spawn_with<State>(name, restart_policy{}, args...);
  }
  template <class State, class... A>
  handle_of<State> spawn_with(const std::string& name, restart_policy policy, const A&... args) {
    auto place = add_place(name, false);
    auto make = [rt = runtime_.get(), place, args...](caf::actor_system& sys) {
      return spawn_shell<State>(sys, *rt, place, args...);
    };
    place->set(make(caf_system()));
    route(typename State::takes{}, place);
    supervise({place, std::move(make), policy});
    return handle_of<State>{place};
  }

  /// Starts a family: an actor `State{key, args...}` for each key that messages name by `M::key()`, spawned
  /// by its first message and let go when it is idle.
  template <class State, class... A>
  handle_of<State> family(const std::string& name, family_options options, const A&... args) {
    auto face = add_place(name, false);
    auto* rt = runtime_.get();
    auto make = [rt, args...](caf::actor_system& sys, std::shared_ptr<endpoint> place,
                              const std::string& key) {
      return spawn_shell<State>(sys, *rt, std::move(place), key, args...);
    };
    add_family(face, std::move(options), std::move(make));
    route(typename State::takes{}, face);
    return handle_of<State>{face};
  }

  /// Starts a gate. Each worker makes its own `Job{args...}` on its own thread.
  template <class Job, class... A>
  handle_of<Job> gate(const std::string& name, gate_options options, const A&... args) {
    auto place = add_place(name, true);
    if (config_.deterministic) options.detached = false;
    runner_factory make_job = [args...] { return std::make_shared<Job>(args...); };
    auto make = [place, options, make_job](caf::actor_system& sys) {
      return spawn_gate<Job>(sys, place, options, make_job);
    };
    place->set(make(caf_system()));
    route(typename Job::takes{}, place);
    supervise({place, std::move(make), restart_policy{}});
    return handle_of<Job>{place};
  }

  /// A lane for the thread of an event loop, which is to enter it, and to leave it before the loop ends. It
  /// may outlive the loop, but not this system.
  std::shared_ptr<lane> make_lane(lane::post later);

  /// Asks from outside; `then` runs once, on a thread of the system or, when it is stopping, on the caller's.
  template <class M, class... Ms>
  requires(std::is_same_v<M, Ms> || ...) call_id
      call(const handle<Ms...>& to, M m, call_context ctx,
           std::function<void(outcome<typename M::reply_type>)> then) {
    auto time = steady();
    micros timeout = default_timeout;
    if constexpr (requires { M::timeout; }) timeout = M::timeout;
    timeout = std::min(timeout, time_left(ctx, time));
    auto address = address_of(to.place(), m);
    envelope e{address.from, time, complete(std::move(ctx))};
    auto waits = std::make_unique<detail::typed_call<typename M::reply_type>>(std::move(address),
                                                                              std::move(then), open_calls_);
    return send_call(std::move(waits), wakes<M>(), request_element(std::move(e), std::move(m)), time,
                     time + std::clamp<micros>(timeout, 1, longest_wait));
  }

  /// Asks and blocks until the answer, a failure or the timeout; never call it in a step or a job. A system
  /// that is deterministic runs until it is idle first, and moves its clock to the timeout when that was not
  /// enough.
  template <class M, class... Ms>
  requires(std::is_same_v<M, Ms> || ...) outcome<typename M::reply_type> ask(const handle<Ms...>& to, M m,
                                                                             call_context ctx = {}) {
    auto waits = std::make_shared<detail::awaited<typename M::reply_type>>();
    micros timeout = default_timeout;
    if constexpr (requires { M::timeout; }) timeout = M::timeout;
    call(to, std::move(m), std::move(ctx),
         [waits](outcome<typename M::reply_type> r) { waits->set(std::move(r)); });
    run();
    auto r = waits->take(config_.deterministic ? 0 : timeout + answer_slack);
    if (!r && config_.deterministic) {
      advance(timeout);
      r = waits->take(0);
    }
    return r ? std::move(*r) : outcome<typename M::reply_type>(fail(ec::timeout, "no answer in time"));
  }
  /// Sends a message that has no answer.
  template <class M, class... Ms>
  requires((std::is_same_v<M, Ms> || ...) &&
           std::is_void_v<typename M::reply_type>) void tell(const handle<Ms...>& to, M m,
                                                             call_context ctx = {}) {
    auto address = address_of(to.place(), m);
    auto time = steady();
    envelope e{address.from, time, complete(std::move(ctx))};
    send_tell(address, wakes<M>(), request_element(std::move(e), std::move(m)), time);
  }
  /// Withdraws a call; its answer is `ec::cancelled`, unless it is on its way already.
  void cancel(const call_id& id);

  /// Wall time, as steps see it.
  micros now() const;
  /// The clock of deadlines, as steps see it.
  micros steady() const;
  std::vector<actor_figures> figures() const { return runtime_->metrics.snapshot(); }
  /// Begins a new segment of the journal.
  void begin_epoch() { runtime_->begin_epoch({now(), steady()}); }
  std::uint64_t lost_records() const { return runtime_->log ? runtime_->log->lost() : 0; }

  /// Deterministic systems only: runs until no actor has work; moves the clock and runs.
  void run();
  void advance(micros by);
  /// Deterministic systems only: somebody sets the wall clock; no timer and no deadline takes note.
  void step_wall_clock(micros by);

  /// Refuses new calls, lets open ones end, then stops actors, gates and supervisors. A second call
  /// returns the same report.
  stop_report stop();

  caf::actor_system& caf_system();

 private:
  struct caf_config;
  /// A blocked caller waits this much longer than the actors, which report the timeout themselves.
  static constexpr micros answer_slack = 2 * second;

  std::shared_ptr<endpoint> add_place(const std::string& name, bool is_port);
  template <class... Ms>
  void route(takes<Ms...>, const std::shared_ptr<endpoint>& to) {
    (runtime_->routes.add(&slot_of<Ms>, to), ...);
  }
  template <class M>
  call_address address_of(const std::shared_ptr<endpoint>& to, const M& m) {
    call_address a{.to = to, .from = next_call(), .key = {}};
    if constexpr (requires { m.shard(); }) {
      a.type = &slot_of<M>;
      a.shard = m.shard();
    }
    if constexpr (requires { m.key(); }) {
      a.type = &slot_of<M>;
      a.key = m.key();
    }
    return a;
  }
  void withdraw(const call_address& to);
  reached reach(const call_address& to, bool wakes, micros steady);
  void add_family(const std::shared_ptr<endpoint>& face, family_options options,
                  actors::family::factory spawn);
  void supervise(child c);
  /// Gives a context what it lacks: time of arrival, seed, request id.
  std::shared_ptr<const call_context> complete(call_context ctx);
  origin next_call();
  call_id send_call(std::unique_ptr<open_call> call, bool wakes, caf::mailbox_element_ptr m, micros steady,
                    micros ends);
  void send_tell(const call_address& to, bool wakes, caf::mailbox_element_ptr m, micros steady);
  std::function<void()> pump();
  bool wait_until(micros limit, const std::function<bool()>& reached);

  system_config config_;
  std::unique_ptr<runtime> runtime_;  // before the actor system: states end on its threads
  std::unique_ptr<caf_config> caf_config_;
  std::unique_ptr<caf::actor_system> caf_;
  std::shared_ptr<std::atomic<bool>> stopping_ = std::make_shared<std::atomic<bool>>(false);
  std::shared_ptr<std::atomic<std::size_t>> open_calls_ = std::make_shared<std::atomic<std::size_t>>(0);
  std::atomic<std::uint32_t> last_call_{0};
  caf::strong_actor_ptr edge_;
  caf::actor edge_clock_;  // tells the edge when a call has waited long enough
  caf::actor supervisor_;
  std::vector<caf::actor> sweepers_;  // let idle members of families go
  std::mutex places_mutex_;           // also of seeds_
  std::mt19937_64 seeds_{1};
  std::vector<std::shared_ptr<endpoint>> places_;
  std::optional<stop_report> stopped_;
};

}  // namespace fm::actors

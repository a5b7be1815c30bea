#pragma once
// A gate: N workers with a thread each behind a bounded waiting room. It looks like any actor that takes
// messages; for the journal it is a port, so its answers are recorded and its jobs are not run again by a
// replay.
#include "fm/actors/endpoint.hpp"
#include "fm/actors/shell.hpp"
#include "fm/actors/worker.hpp"

#include <caf/actor_system.hpp>
#include <caf/allowed_unsafe_message_type.hpp>

#include <concepts>
#include <cstddef>
#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

namespace fm::actors {

class lane;

struct gate_options {
  std::size_t workers = 2;
  std::size_t waiting = 64;  ///< beyond it `ec::busy`
  bool detached = true;      ///< false: in the cooperative pool, for deterministic tests
  /// No worker: the thread that brings a job runs it, at once, or on a lane together with what else comes in
  /// the same round of its loop when the job type does many at once. For jobs of microseconds only.
  bool in_place = false;
  micros hang_after =
      10 * second;  ///< a job that runs so long beyond its deadline is given up, with its worker
  /// A job that does not ask `worker_env::cancelled` for so long is given up too; 0: its library blocks, so
  /// that only its deadline counts.
  micros silence = 0;
  std::size_t max_abandoned = 4;  ///< hung workers that are replaced at a time; more leave the gate smaller
  progress_sink progress{};
};

enum class job_fate : std::uint8_t { runs, ended, given_up };

/// One job, seen by the gate and by its worker. The worker writes the result before it says that it is done.
class gate_job {
 public:
  gate_job(envelope e, caf::response_promise promise, micros ends);
  gate_job(const gate_job&) = delete;
  gate_job& operator=(const gate_job&) = delete;
  virtual ~gate_job() = default;

  /// On the thread of the worker. `runner` is the job object of this worker.
  virtual void run(void* runner, worker_env& env) = 0;
  /// On the thread of the gate.
  virtual void deliver() = 0;
  virtual void fail(failure why);
  /// The type of its message, for the log.
  virtual std::string_view what() const = 0;
  /// How many of its kind a worker takes at once.
  virtual std::size_t most_together() const { return 1; }
  /// One job that does the work of all of them, which are of one kind with this one.
  virtual std::shared_ptr<gate_job> together(std::vector<std::shared_ptr<gate_job>> all);

  origin from;
  std::shared_ptr<const call_context> ctx;
  micros ends_at;     ///< on the actor clock; 0: never
  micros begins = 0;  ///< when it was submitted, later when it was given to a worker
  std::atomic<bool> cancelled{false};
  std::atomic<micros> looked{0};  ///< when it last asked whether it is cancelled, on the steady clock
  std::atomic<job_fate> fate{job_fate::runs};
  std::optional<failure> error;  ///< written by the worker
  bool costs_worker = false;     ///< the same: the worker is of no use any more, and ends

 protected:
  guarded_promise promise_;
};
using gate_job_ptr = std::shared_ptr<gate_job>;

/// Makes the job object of one worker.
using runner_factory = std::function<std::shared_ptr<void>()>;

/// The gate's logic, without the message types.
class gate_core {
 public:
  void start(caf::scheduled_actor* self, std::shared_ptr<endpoint> me, gate_options options,
             runner_factory make);
  ~gate_core();
  gate_core() = default;
  gate_core(const gate_core&) = delete;
  gate_core& operator=(const gate_core&) = delete;

  void submit(gate_job_ptr job);
  void cancel(const cancel_request& c);
  micros clock_now() const;

 private:
  struct worker {
    caf::actor actor;
    gate_job_ptr job;            // what it runs
    std::uint64_t finished = 0;  // the one with the fewest gets the next job
    bool ends = false;           // its job has cost it, and its end has not been seen yet
    bool is_free() const { return actor && !job && !ends; }
  };
  void hire(std::size_t place);
  void serve_waiting();
  void serve_waiting_after_round(lane& here);
  void run_waiting_here();
  void dispatch();
  gate_job_ptr next_job();
  void run_on(worker& w, std::size_t place, gate_job_ptr job);
  void finished(std::size_t place, const gate_job_ptr& job);
  void lost(const caf::actor_addr& who);
  void watch(std::size_t place, const gate_job_ptr& job, micros wait);
  enum class suspicion : std::uint8_t { overdue, silent };
  void doubt(std::size_t place, const gate_job_ptr& job, suspicion of);
  void abandon(std::size_t place, const gate_job_ptr& job, const char* why);
  bool may_replace() const;
  void fill_vacancies();
  void count();
  void add_time(std::atomic<std::uint64_t>& sum, gate_job& job) const;

  caf::scheduled_actor* self_ = nullptr;
  std::shared_ptr<endpoint> me_;
  gate_options options_;
  runner_factory make_;
  std::vector<worker> workers_;
  std::deque<gate_job_ptr> waiting_;
  bool vacant_ = false;               // a place has no worker, since too many hang
  std::shared_ptr<void> own_runner_;  // of a gate that works in place
  bool runs_soon_ = false;
};

namespace detail {

/// A job type that takes one type of message and does many at once says so by
/// `static constexpr std::size_t batch` and `run_batch(std::span<const M* const>, worker_env&)`, which gives
/// an outcome for each.
template <class Job>
concept runs_batches = requires {
  { Job::batch } -> std::convertible_to<std::size_t>;
};

template <class Job, class M>
class batch_job;

template <class Job, class M>
class typed_job final : public gate_job {
 public:
  using reply = typename M::reply_type;
  typed_job(envelope e, M m, caf::response_promise promise, micros ends)
      : gate_job(std::move(e), std::move(promise), ends), message_(std::move(m)) {}

  std::string_view what() const override { return type_name<M>(); }
  std::size_t most_together() const override {
    if constexpr (runs_batches<Job>)
      return Job::batch;
    else
      return 1;
  }
  gate_job_ptr together(std::vector<gate_job_ptr> all) override {
    if constexpr (runs_batches<Job>)
      return std::make_shared<batch_job<Job, M>>(std::move(all));
    else
      return gate_job::together(std::move(all));
  }
  const M& message() const { return message_; }
  void set(outcome<reply> r) {
    if (r)
      result_.emplace(std::move(*r));
    else
      error = std::move(r.error());
  }

  void run(void* runner, worker_env& env) override {
    if constexpr (runs_batches<Job>) {
      const M* one = &message_;
      auto results = static_cast<Job*>(runner)->run_batch(std::span<const M* const>(&one, 1), env);
      set(std::move(results.at(0)));
    } else {
      run_alone(runner, env);
    }
  }
  void deliver() override {
    if (error || !result_)
      fail(error.value_or(failure{ec::internal, "the job has no result"}));
    else
      promise_.get().deliver(caf::make_message(std::move(*result_)));
  }

 private:
  void run_alone(void* runner, worker_env& env) {
    using result = decltype(static_cast<Job*>(runner)->run(std::as_const(message_), env));
    static_assert(std::is_same_v<result, reply> || std::is_same_v<result, outcome<reply>>,
                  "run(const M&, worker_env&) returns the reply_type of M, or an outcome of it");
    set(static_cast<Job*>(runner)->run(std::as_const(message_), env));
  }

  M message_;
  std::optional<reply> result_;
};

/// What waited together is run together and answered one by one.
template <class Job, class M>
class batch_job final : public gate_job {
 public:
  explicit batch_job(std::vector<gate_job_ptr> all) : gate_job({}, {}, 0), all_(std::move(all)) {
    for (const auto& job : all_) ends_at = std::max(ends_at, job->ends_at);
  }
  std::string_view what() const override { return type_name<M>(); }
  void run(void* runner, worker_env& env) override {
    std::vector<const M*> messages;
    for (const auto& job : all_) messages.push_back(&static_cast<typed_job<Job, M>&>(*job).message());
    auto results = static_cast<Job*>(runner)->run_batch(std::span<const M* const>(messages), env);
    for (std::size_t i = 0; i < all_.size(); ++i)
      static_cast<typed_job<Job, M>&>(*all_[i]).set(std::move(results.at(i)));
  }
  void deliver() override {
    for (const auto& job : all_) {
      if (error) job->error = error;
      job->deliver();
    }
  }
  void fail(failure why) override {
    for (const auto& job : all_) job->fail(why);
  }

 private:
  std::vector<gate_job_ptr> all_;
};

template <class Job>
struct gate_state {
  gate_state() = default;  // so that CAF does not take it for a plain struct, which it could save
  gate_core core;
  template <class M>
  void consume(envelope& e, M& m, caf::response_promise promise) {
    // Every job has an end: that of the ask, as its sender counts it too.
    micros timeout = default_timeout;
    if constexpr (requires { M::timeout; }) timeout = M::timeout;
    auto ends_at = core.clock_now() + timeout;
    if (e.ctx && e.ctx->deadline) ends_at = std::min(ends_at, e.ctx->deadline);
    core.submit(std::make_shared<typed_job<Job, M>>(std::move(e), std::move(m), std::move(promise), ends_at));
  }
  void cancel(const cancel_request& c) { core.cancel(c); }
};

}  // namespace detail

/// Spawns a gate for the messages that `Job` takes; `make` builds the job object of each worker, on its
/// thread.
template <class Job>
caf::actor spawn_gate(caf::actor_system& sys, std::shared_ptr<endpoint> me, gate_options options,
                      runner_factory make) {
  using interface = interface_of<typename Job::takes>;
  using pointer = typename interface::template stateful_pointer<detail::gate_state<Job>>;
  require_registered(typename Job::takes{});
  auto actor = sys.spawn([=](pointer self) -> typename interface::behavior_type {
    self->state.core.start(self, me, options, make);
    return detail::behavior_of<interface>::make(self);
  });
  return caf::actor_cast<caf::actor>(actor);
}

}  // namespace fm::actors

CAF_ALLOW_UNSAFE_MESSAGE_TYPE(fm::actors::gate_job_ptr)

#include "fm/actors/gate.hpp"

#include "fm/actors/clock.hpp"
#include "fm/actors/exception.hpp"
#include "fm/actors/lane.hpp"
#include "fm/actors/log.hpp"

#include <caf/actor_clock.hpp>
#include <caf/event_based_actor.hpp>
#include <caf/send.hpp>
#include <caf/stateful_actor.hpp>

#include <algorithm>
#include <chrono>

namespace fm::actors {
namespace {

/// One worker: it runs a job at a time and answers when it is done.
struct worker_state {
  worker_state() = default;  // so that CAF does not take it for a plain struct, which it could save
  std::shared_ptr<void> runner;
};
using worker_self = caf::stateful_actor<worker_state>;

/// Calls a function later, on the thread of the gate: a request to nobody can only time out.
template <class Then>
void after(caf::scheduled_actor& self, micros wait, Then then) {
  const auto id = self.new_request_id(caf::message_priority::normal);
  self.request_response_timeout(caf::duration{std::chrono::microseconds(wait)}, id);
  self.add_multiplexed_response_handler(id.response_id(), {[](done) {}, [then](caf::error&) { then(); }});
}

bool watches(const gate_options& options) { return options.silence > 0 && options.detached; }

// A job only sees that it shall stop. Nobody asked for it when the deadline did: who waits, waited too long.
bool stopped_by_deadline(const gate_job& job, const worker_env& env) {
  return !job.cancelled.load(std::memory_order_relaxed) && env.cancelled();
}

/// False when the worker is of no use any more.
bool run_job(std::shared_ptr<void>& runner, const runner_factory& make, const gate_options& options,
             gate_job& job) {
  // A worker without a thread of its own runs under the fake clock of a test, which says nothing about now.
  worker_env env{*job.ctx, job.cancelled, options.detached ? job.ends_at : 0, options.progress,
                 watches(options) ? &job.looked : nullptr};
  try {
    if (!runner) runner = make();
    job.run(runner.get(), env);
    if (job.error && job.error->code == ec::cancelled && stopped_by_deadline(job, env))
      job.error = failure{ec::timeout, "the deadline passed while the work ran"};
  } catch (const worker_lost& e) {
    job.error = failure{ec::unavailable, e.what()};
    runner = nullptr;
    return false;
  } catch (...) {
    job.error = failure_of_exception();
    runner = nullptr;  // it may be half changed
  }
  return true;
}

caf::behavior worker_behaviour(worker_self* self, const runner_factory& make, const gate_options& options,
                               const std::shared_ptr<endpoint>& gate) {
  return {[=](const gate_job_ptr& job) {
    const bool useful = run_job(self->state.runner, make, options, *job);
    job->costs_worker = !useful;
    if (job->fate.exchange(job_fate::ended) == job_fate::given_up)
      gate->counters().hung.fetch_sub(1, std::memory_order_relaxed);
    if (!useful) self->quit(to_error(*job->error));
    return done{};
  }};
}

}  // namespace

bool worker_env::cancelled() const {
  if (cancelled_.load(std::memory_order_relaxed)) return true;
  if (ends_at_ == 0 && !looked_) return false;
  const auto now = steady_clock();
  if (looked_) looked_->store(now, std::memory_order_relaxed);
  return ends_at_ != 0 && now >= ends_at_;
}

gate_job::gate_job(envelope e, caf::response_promise promise, micros ends)
    : from(e.from),
      ctx(e.ctx ? std::move(e.ctx) : std::make_shared<const call_context>()),
      ends_at(ends),
      promise_(std::move(promise)) {}

std::shared_ptr<gate_job> gate_job::together(std::vector<std::shared_ptr<gate_job>> all) {
  return all.front();
}

void gate_job::fail(failure why) {
  if (promise_.get().pending()) promise_.get().deliver(to_error(why));
}

void gate_core::start(caf::scheduled_actor* self, std::shared_ptr<endpoint> me, gate_options options,
                      runner_factory make) {
  self_ = self;
  me_ = std::move(me);
  options_ = std::move(options);
  make_ = std::move(make);
  self_->set_down_handler([this](caf::down_msg& x) { lost(x.source); });
  if (!options_.in_place) workers_.resize(std::max<std::size_t>(1, options_.workers));
  for (std::size_t i = 0; i < workers_.size(); ++i) hire(i);
}

gate_core::~gate_core() {
  for (auto& job : waiting_) job->fail({ec::unavailable, "the gate has ended"});
  for (auto& w : workers_) {
    if (w.job) {
      w.job->cancelled = true;
      w.job->fail({ec::unavailable, "the gate has ended"});
    }
    if (w.actor) caf::anon_send_exit(w.actor, caf::exit_reason::user_shutdown);
  }
}

micros gate_core::clock_now() const {
  return std::chrono::duration_cast<std::chrono::microseconds>(self_->clock().now().time_since_epoch())
      .count();
}

void gate_core::hire(std::size_t place) {
  auto& sys = self_->home_system();
  auto& w = workers_[place];
  w.actor = options_.detached ? sys.spawn<caf::detached>(worker_behaviour, make_, options_, me_)
                              : sys.spawn(worker_behaviour, make_, options_, me_);
  w.ends = false;
  self_->monitor(w.actor);
}

// Workers that hung have come back, so there is room for others again.
void gate_core::fill_vacancies() {
  for (std::size_t i = 0; i < workers_.size() && may_replace(); ++i)
    if (!workers_[i].actor) hire(i);
  vacant_ = std::any_of(workers_.begin(), workers_.end(), [](const worker& w) { return !w.actor; });
}

bool gate_core::may_replace() const {
  return me_->counters().hung.load(std::memory_order_relaxed) <= options_.max_abandoned;
}

void gate_core::submit(gate_job_ptr job) {
  if (vacant_) fill_vacancies();
  if (vacant_ && std::none_of(workers_.begin(), workers_.end(), [](const worker& w) { return w.actor; })) {
    me_->counters().handled.fetch_add(1, std::memory_order_relaxed);
    job->fail({ec::unavailable, "all workers for this hang: the server needs a restart"});
    return;
  }
  auto idle = std::any_of(workers_.begin(), workers_.end(), [](const worker& w) { return w.is_free(); });
  if (!idle && waiting_.size() >= options_.waiting) {
    me_->counters().refused.fetch_add(1, std::memory_order_relaxed);
    me_->counters().handled.fetch_add(1, std::memory_order_relaxed);
    job->fail({ec::busy, "all workers are busy and the waiting room is full"});
    return;
  }
  job->begins = clock_now();
  waiting_.push_back(std::move(job));
  // What comes in one round of a loop can be done together, as far as there is room for it.
  auto* here = lane::current();
  if (here && waiting_.front()->most_together() > 1 && waiting_.size() < options_.waiting)
    serve_waiting_after_round(*here);
  else
    serve_waiting();
}

void gate_core::serve_waiting() {
  runs_soon_ = false;
  if (options_.in_place)
    run_waiting_here();
  else
    dispatch();
}

void gate_core::serve_waiting_after_round(lane& here) {
  if (runs_soon_) return;
  runs_soon_ = true;
  // As an answer to a request to itself, which the typed interface need not list.
  auto id = self_->new_request_id(caf::message_priority::normal).response_id();
  self_->add_multiplexed_response_handler(id, {[this](done) { serve_waiting(); }, [](caf::error&) {}});
  here.after_this_round([to = caf::strong_actor_ptr(self_->ctrl()), id, &here] {
    to->enqueue(caf::make_mailbox_element(to, id, {}, done{}), &here);
  });
}

void gate_core::run_waiting_here() {
  while (!waiting_.empty()) {
    auto job = next_job();
    if (!job) continue;
    run_job(own_runner_, make_, options_, *job);
    if (job->error) me_->counters().failed.fetch_add(1, std::memory_order_relaxed);
    add_time(me_->counters().handling_micros, *job);
    job->deliver();
  }
}

void gate_core::add_time(std::atomic<std::uint64_t>& sum, gate_job& job) const {
  auto now = clock_now();
  sum.fetch_add(static_cast<std::uint64_t>(std::max<micros>(0, now - std::exchange(job.begins, now))),
                std::memory_order_relaxed);
}

void gate_core::dispatch() {
  while (!waiting_.empty()) {
    auto best = workers_.end();
    for (auto w = workers_.begin(); w != workers_.end(); ++w)
      if (w->is_free() && (best == workers_.end() || w->finished < best->finished)) best = w;
    if (best == workers_.end()) break;
    if (auto job = next_job())
      run_on(*best, static_cast<std::size_t>(best - workers_.begin()), std::move(job));
  }
  count();
}

// The first that waits, with as many behind it as a worker takes together; null when all were too late.
gate_job_ptr gate_core::next_job() {
  std::vector<gate_job_ptr> together;
  auto most = waiting_.front()->most_together();
  while (!waiting_.empty() && together.size() < most) {
    auto job = std::move(waiting_.front());
    waiting_.pop_front();
    me_->counters().handled.fetch_add(1, std::memory_order_relaxed);
    add_time(me_->counters().waited_micros, *job);
    if (job->ends_at && clock_now() >= job->ends_at)
      job->fail({ec::timeout, "the deadline passed in the waiting room"});
    else
      together.push_back(std::move(job));
  }
  if (together.empty()) return nullptr;
  if (together.size() == 1) return std::move(together.front());
  auto first = together.front();
  auto job = first->together(std::move(together));
  job->begins = clock_now();
  return job;
}

void gate_core::run_on(worker& w, std::size_t place, gate_job_ptr job) {
  w.job = job;
  auto id = self_->new_request_id(caf::message_priority::normal);
  w.actor->eq_impl(id, self_->ctrl(), self_->context(), caf::make_message(job));
  if (job->ends_at) {
    auto limit = job->ends_at - clock_now() + options_.hang_after;
    self_->request_response_timeout(caf::duration{std::chrono::microseconds(limit)}, id);
  }
  self_->add_multiplexed_response_handler(id.response_id(), {[=, this](done) { finished(place, job); },
                                                             [=, this](caf::error& e) {
                                                               if (e == caf::sec::request_timeout)
                                                                 doubt(place, job, suspicion::overdue);
                                                             }});  // the end of a worker is seen by lost()
  if (!watches(options_)) return;
  job->looked = clock_now();
  watch(place, job, options_.silence);
}

void gate_core::watch(std::size_t place, const gate_job_ptr& job, micros wait) {
  after(*self_, wait, [=, this, job = std::weak_ptr(job)] {
    auto still = job.lock();
    if (!still || workers_[place].job != still) return;
    const auto silent = clock_now() - still->looked.load(std::memory_order_relaxed);
    if (silent < options_.silence)
      watch(place, still, options_.silence - silent);
    else
      doubt(place, still, suspicion::silent);
  });
}

// The whole process may have stood still (SIGSTOP, a frozen container): whoever works looks again at once.
void gate_core::doubt(std::size_t place, const gate_job_ptr& job, suspicion of) {
  const auto last = job->looked.load(std::memory_order_relaxed);
  const auto usual = of == suspicion::silent ? options_.silence : options_.hang_after;
  after(*self_, std::min<micros>(usual, second), [=, this, job = std::weak_ptr(job)] {
    auto still = job.lock();
    if (!still || workers_[place].job != still) return;
    if (of == suspicion::overdue)
      abandon(place, still, "it ran far beyond its time");
    else if (still->looked.load(std::memory_order_relaxed) != last)
      watch(place, still, options_.silence);
    else
      abandon(place, still, "it has not looked at its deadline for too long");
  });
}

void gate_core::finished(std::size_t place, const gate_job_ptr& job) {
  auto& w = workers_[place];
  if (w.job != job) return;
  add_time(me_->counters().handling_micros, *job);
  if (job->error) me_->counters().failed.fetch_add(1, std::memory_order_relaxed);
  w.job = nullptr;
  w.ends = job->costs_worker;  // another job would be lost with it; lost() puts a new one in its place
  ++w.finished;
  // The worker goes on while what it has done is answered.
  dispatch();
  job->deliver();
}

void gate_core::lost(const caf::actor_addr& who) {
  for (std::size_t i = 0; i < workers_.size(); ++i) {
    auto& w = workers_[i];
    if (!w.actor || w.actor.address() != who) continue;
    if (w.job) w.job->fail({ec::unavailable, "the worker has ended"});
    w.job = nullptr;
    me_->counters().restarts.fetch_add(1, std::memory_order_relaxed);
    hire(i);
    dispatch();
    return;
  }
}

// A thread cannot be ended from outside: it is left behind, and ends by itself or with the program.
void gate_core::abandon(std::size_t place, const gate_job_ptr& job, const char* why) {
  auto& w = workers_[place];
  if (w.job != job) return;
  job->cancelled = true;
  // Counted before it is said, so that the worker's own word cannot come first.
  me_->counters().hung.fetch_add(1, std::memory_order_relaxed);
  if (job->fate.exchange(job_fate::given_up) == job_fate::ended) {
    me_->counters().hung.fetch_sub(1, std::memory_order_relaxed);
    finished(place, job);
    return;
  }
  const auto ran = (clock_now() - job->begins) / second;
  log(level::error, "a worker hangs and is given up",
      {{"gate", me_->name()},
       {"job", job->what()},
       {"why", why},
       {"ran_s", ran},
       {"request", job->ctx->request_id},
       {"hung_workers", me_->counters().hung.load(std::memory_order_relaxed)},
       {"replaced", may_replace()}});
  job->fail({ec::stuck, "the work was given up after " + std::to_string(ran) + " s: " + why});
  w.job = nullptr;
  self_->demonitor(w.actor.address());
  caf::anon_send_exit(w.actor, caf::exit_reason::kill);
  w.actor = nullptr;
  me_->counters().restarts.fetch_add(1, std::memory_order_relaxed);
  if (may_replace())
    hire(place);
  else
    vacant_ = true;
  dispatch();
}

void gate_core::cancel(const cancel_request& c) {
  auto waits =
      std::find_if(waiting_.begin(), waiting_.end(), [&](const auto& job) { return job->from == c.target; });
  if (waits != waiting_.end()) {
    (*waits)->fail({ec::cancelled, "cancelled"});
    waiting_.erase(waits);
    me_->counters().handled.fetch_add(1, std::memory_order_relaxed);
    count();
    return;
  }
  for (auto& w : workers_)
    if (w.job && w.job->from == c.target) w.job->cancelled = true;
}

void gate_core::count() {
  auto running =
      std::count_if(workers_.begin(), workers_.end(), [](const worker& w) { return w.job != nullptr; });
  me_->counters().running.store(static_cast<std::uint64_t>(running), std::memory_order_relaxed);
  me_->counters().waiting.store(waiting_.size(), std::memory_order_relaxed);
}

}  // namespace fm::actors

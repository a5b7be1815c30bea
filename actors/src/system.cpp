#include "fm/actors/system.hpp"

#include "fm/actors/log.hpp"

#include <caf/actor_clock.hpp>
#include <caf/actor_registry.hpp>
#include <caf/actor_system_config.hpp>
#include <caf/event_based_actor.hpp>
#include <caf/make_actor.hpp>
#include <caf/scheduler/test_coordinator.hpp>

#include <algorithm>
#include <chrono>
#include <thread>
#include <utility>

namespace fm::actors {
namespace {

/// The wall time at which deterministic systems begin: 2020-09-13T12:26:40Z.
constexpr micros fake_start = 1'600'000'000 * second;

micros clock_micros(caf::actor_clock& clock) {
  return std::chrono::duration_cast<std::chrono::microseconds>(clock.now().time_since_epoch()).count();
}

edge& edge_of(const caf::strong_actor_ptr& p) { return static_cast<edge&>(*p->get()); }

/// Wakes the edge at the times that it is sent.
caf::behavior edge_clock_behaviour(caf::event_based_actor* self, std::function<micros()> now,
                                   std::function<void(micros)> expire) {
  return {[=](micros at) {
            self->delayed_send(self, std::chrono::microseconds(std::max<micros>(at - now(), 1)), done{});
          },
          [=](done) { expire(now()); }};
}

/// How often members of families are looked at.
constexpr micros sweep_every = second;

caf::behavior sweeper_behaviour(caf::event_based_actor* self, std::shared_ptr<fm::actors::family> who,
                                std::function<micros()> now) {
  auto again = [self] { self->delayed_send(self, std::chrono::microseconds(sweep_every), done{}); };
  again();
  return {[=](done) {
    who->sweep(now());
    again();
  }};
}

}  // namespace

struct system::caf_config : caf::actor_system_config {
  explicit caf_config(const system_config& c) {
    fm::actors::add_error_category(*this);
    if (c.deterministic)
      set("scheduler.policy", caf::atom("testing"));
    else
      set("scheduler.policy", caf::atom("sharing"));
    if (c.threads) set("scheduler.max-threads", c.threads);
  }
};

system::system(system_config config) : config_(std::move(config)), runtime_(std::make_unique<runtime>()) {
  runtime_->on_end = config_.on_end;
  if (config_.journal) {
    journal_header header;
    header.fingerprint = config_.messages.fingerprint();
    for (const auto& [hash, entry] : config_.messages.entries()) header.names.push_back(entry.name);
    runtime_->log = std::make_unique<journal>(*config_.journal, std::move(header));
  }
  caf_config_ = std::make_unique<caf_config>(config_);
  caf_ = std::make_unique<caf::actor_system>(*caf_config_);
  if (config_.deterministic) {
    auto& clock = dynamic_cast<caf::scheduler::test_coordinator&>(caf_->scheduler()).clock();
    clock.current_time += std::chrono::hours(1);  // CAF treats time 0 as "none"
    runtime_->fake_wall.emplace(fake_start - clock_micros(clock));
  } else {
    std::random_device device;
    seeds_.seed(std::uint64_t{device()} << 32 | device());
  }
  begin_epoch();
  // The clock is told when the edge is made, and the edge by the clock: it is set before any call.
  caf::actor_config how;
  edge_ = caf::make_actor<edge, caf::strong_actor_ptr>(
      caf_->next_actor_id(), caf_->node(), caf_.get(), how,
      [this](micros at) { caf::anon_send(edge_clock_, at); },
      [this](const call_address& to) { withdraw(to); });
  runtime_->callers = &edge_of(edge_);
  edge_clock_ = caf_->spawn(edge_clock_behaviour, std::function<micros()>([this] { return steady(); }),
                            std::function<void(micros)>([e = edge_](micros at) { edge_of(e).expire(at); }));
  supervisor_ = spawn_supervisor(*caf_, stopping_);
}

system::~system() {
  auto report = stop();
  edge_ = nullptr;
  supervisor_ = nullptr;
  if (report.stuck.empty()) return;
  // CAF waits for every thread. Kept reachable on purpose, as the threads that did not come back still use
  // it.
  struct left_behind {
    std::unique_ptr<runtime> shared;
    std::unique_ptr<caf_config> settings;
    std::unique_ptr<caf::actor_system> actors;
  };
  static auto* all = new std::vector<left_behind>;
  all->push_back({std::move(runtime_), std::move(caf_config_), std::move(caf_)});
}

caf::actor_system& system::caf_system() { return *caf_; }

micros system::now() const { return runtime_->wall(steady()); }
micros system::steady() const { return clock_micros(caf_->clock()); }

void system::step_wall_clock(micros by) {
  if (runtime_->fake_wall) *runtime_->fake_wall += by;
}

std::shared_ptr<endpoint> system::add_place(const std::string& name, bool is_port) {
  auto place = runtime_->add_endpoint(name, is_port);
  std::lock_guard lock(places_mutex_);
  places_.push_back(place);
  return place;
}

void system::add_family(const std::shared_ptr<endpoint>& face, family_options options,
                        actors::family::factory spawn) {
  auto* rt = runtime_.get();
  face->set_kin(std::make_shared<actors::family>(
      *caf_, face->name(), options, std::move(spawn),
      [rt, face = face.get()](const std::string& name) { return rt->add_member(name, *face); },
      [rt](const endpoint& member) { rt->forget(member); }));
  auto sweeper =
      caf_->spawn(sweeper_behaviour, face->kin(), std::function<micros()>([this] { return steady(); }));
  std::lock_guard lock(places_mutex_);
  sweepers_.push_back(std::move(sweeper));
}

void system::supervise(child c) { caf::anon_send(supervisor_, std::make_shared<child>(std::move(c))); }

// -- calls from outside
// -----------------------------------------------------------------------------------------

std::shared_ptr<const call_context> system::complete(call_context ctx) {
  if (ctx.time == 0) ctx.time = now();
  if (ctx.seed == 0) {
    std::lock_guard lock(places_mutex_);
    ctx.seed = std::uniform_int_distribution<std::uint64_t>{1}(seeds_);
  }
  if (ctx.request_id.empty()) ctx.request_id = derive_id(ctx.seed, 0, 0);
  return std::make_shared<const call_context>(std::move(ctx));
}

origin system::next_call() { return {0, ++last_call_}; }

reached system::reach(const call_address& to, bool wakes, micros steady) {
  if (to.type) return runtime_->reach(to.type, to.shard, to.key, wakes, steady);
  reached r;
  r.place = to.to;
  if (to.to) r.actor = to.to->get();
  if (!r.actor) r.why = fail(ec::unavailable, (to.to ? to.to->name() : "the receiver") + " is down");
  return r;
}

call_id system::send_call(std::unique_ptr<open_call> call, bool wakes, caf::mailbox_element_ptr m,
                          micros steady, micros ends) {
  if (*stopping_) return {};  // the call is dropped, and thereby answered
  auto to = reach(call->address, wakes, steady);
  if (!to.actor) {
    call->failed(std::move(to.why));
    return {};
  }
  auto number = edge_of(edge_).open(std::move(call), ends);
  if (number == 0) return {};
  to.place->counters().arrived.fetch_add(1, std::memory_order_relaxed);
  m->sender = edge_;
  m->mid = caf::message_id{number}.with_normal_priority();
  to.actor->enqueue(std::move(m), lane::current());
  return {number};
}

std::shared_ptr<lane> system::make_lane(lane::post later) {
  return std::make_shared<lane>(*caf_, std::move(later));
}

void system::send_tell(const call_address& to, bool wakes, caf::mailbox_element_ptr m, micros steady) {
  if (*stopping_) return;
  auto r = reach(to, wakes, steady);
  if (!r.actor) return;
  r.place->counters().arrived.fetch_add(1, std::memory_order_relaxed);
  r.actor->enqueue(std::move(m), lane::current());
}

void system::withdraw(const call_address& to) {
  if (auto r = reach(to, false, steady()); r.actor)
    caf::anon_send<caf::message_priority::high>(r.actor, cancel_request{to.from, to.from});
}

void system::cancel(const call_id& id) {
  if (auto to = edge_of(edge_).address_of(id.number)) withdraw(*to);
}

// -- running by hand
// --------------------------------------------------------------------------------------------

void system::run() {
  if (!config_.deterministic) return;
  auto& scheduler = dynamic_cast<caf::scheduler::test_coordinator&>(caf_->scheduler());
  while (scheduler.has_job()) scheduler.run_once();
}

void system::advance(micros by) {
  if (!config_.deterministic) return;
  auto& scheduler = dynamic_cast<caf::scheduler::test_coordinator&>(caf_->scheduler());
  scheduler.advance_time(std::chrono::microseconds(by));
  run();
}

// -- the end
// ----------------------------------------------------------------------------------------------------

std::function<void()> system::pump() {
  if (!config_.deterministic) return {};
  return [this] { run(); };
}

bool system::wait_until(micros limit, const std::function<bool()>& reached) {
  run();
  auto end = std::chrono::steady_clock::now() + std::chrono::microseconds(config_.deterministic ? 0 : limit);
  while (!reached()) {
    if (std::chrono::steady_clock::now() >= end) return false;
    // Only while a system stops: what is waited for ends on other threads, which need not know of the
    // waiting.
    std::this_thread::sleep_for(std::chrono::microseconds(200));
  }
  return true;
}

stop_report system::stop() {
  if (stopped_) return *stopped_;
  *stopping_ = true;
  wait_until(config_.grace, [this] { return *open_calls_ == 0; });
  std::vector<terminator::target> actors;
  std::vector<terminator::target> gates;
  {
    std::lock_guard lock(places_mutex_);
    for (const auto& place : places_) {
      if (!place->kin()) {
        (place->is_port() ? gates : actors).push_back({place->name(), place->get()});
        continue;
      }
      auto members = place->kin()->close();
      actors.insert(actors.end(), members.begin(), members.end());
    }
    for (auto& s : std::exchange(sweepers_, {})) actors.push_back({"sweeper", std::move(s)});
  }
  terminator t;
  t.add_stage(std::move(actors));
  t.add_stage(std::move(gates));
  t.add_stage({{"supervisor", supervisor_}, {"clock of the edge", edge_clock_}});
  auto& report = stopped_.emplace(t.stop(config_.grace, config_.kill_grace, pump()));
  edge_of(edge_).close();
  runtime_->routes.clear();
  {
    std::lock_guard lock(places_mutex_);
    for (const auto& place : places_) place->set(nullptr);
  }
  edge_clock_ = nullptr;
  supervisor_ = nullptr;
  // Workers have no endpoint of their own: whoever still runs now is one of them.
  auto alive = [this] { return caf_->registry().running(); };
  if (!wait_until(config_.kill_grace, [&] { return alive() == 0; }))
    for (auto n = alive(); report.stuck.size() < n;) report.stuck.push_back("worker");
  for (const auto& name : report.stuck) log(level::error, "actor does not end", {{"actor", name}});
  return report;
}

}  // namespace fm::actors

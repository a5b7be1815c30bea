#include "fm/actors/supervisor.hpp"

#include "fm/actors/caf_error.hpp"
#include "fm/actors/log.hpp"

#include <caf/actor_clock.hpp>
#include <caf/stateful_actor.hpp>

#include <algorithm>
#include <chrono>
#include <map>

namespace fm::actors {
namespace {

/// Sent to itself when the delay of a restart is over.
struct restart {
  child_ptr who;
};

struct life {
  child_ptr who;
  unsigned restarts = 0;
  micros delay = 0;
  micros began = 0;
};

struct supervisor_state {
  supervisor_state() = default;  // so that CAF does not take it for a plain struct, which it could save
  std::map<caf::actor_addr, life> lives;
  std::map<child_ptr, life> resting;
};
using supervisor_self = caf::stateful_actor<supervisor_state>;

micros clock_now(supervisor_self* self) {
  return std::chrono::duration_cast<std::chrono::microseconds>(self->clock().now().time_since_epoch())
      .count();
}

void watch(supervisor_self* self, life l) {
  auto actor = l.who->place->get();
  if (!actor) return;
  l.began = clock_now(self);
  self->state.lives[actor.address()] = std::move(l);
  self->monitor(actor);
}

void rest(supervisor_self* self, life l, const caf::error& reason) {
  const auto& policy = l.who->policy;
  if (clock_now(self) - l.began >= policy.stable_after) l.restarts = 0;
  l.who->place->set(nullptr);
  if (l.restarts >= policy.budget) {
    log(level::error, "actor is given up", {{"actor", l.who->place->name()}, {"restarts", l.restarts}});
    return;
  }
  l.delay = l.restarts == 0 ? policy.first_delay : std::min(2 * l.delay, policy.longest_delay);
  ++l.restarts;
  log(level::warning, "actor has died",
      {{"actor", l.who->place->name()}, {"reason", render(to_failure(reason))}, {"restart_in_us", l.delay}});
  auto who = l.who;
  auto delay = std::chrono::microseconds(l.delay);
  self->state.resting[who] = std::move(l);
  self->delayed_send(self, delay, restart{who});
}

}  // namespace
}  // namespace fm::actors

CAF_ALLOW_UNSAFE_MESSAGE_TYPE(fm::actors::restart)

namespace fm::actors {

caf::actor spawn_supervisor(caf::actor_system& sys, std::shared_ptr<const std::atomic<bool>> stopping) {
  return sys.spawn([stopping](supervisor_self* self) -> caf::behavior {
    self->set_down_handler([self, stopping](caf::down_msg& x) {
      auto node = self->state.lives.extract(x.source);
      bool ordered = !x.reason || x.reason == caf::exit_reason::user_shutdown;
      if (node.empty() || ordered || *stopping) return;
      rest(self, std::move(node.mapped()), x.reason);
    });
    return {[self](const child_ptr& who) { watch(self, life{.who = who}); },
            [self, stopping](const restart& r) {
              auto node = self->state.resting.extract(r.who);
              if (node.empty() || *stopping) return;
              r.who->place->set(r.who->spawn(self->home_system()));
              r.who->place->counters().restarts.fetch_add(1, std::memory_order_relaxed);
              watch(self, std::move(node.mapped()));
            }};
  });
}

}  // namespace fm::actors

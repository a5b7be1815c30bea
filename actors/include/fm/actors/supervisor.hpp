#pragma once
// Restarts the actors of one module when they die, ever more slowly, and not for ever.
#include "fm/actors/endpoint.hpp"

#include <caf/actor_system.hpp>
#include <caf/allowed_unsafe_message_type.hpp>
#include <caf/event_based_actor.hpp>

#include <atomic>
#include <functional>
#include <memory>

namespace fm::actors {

struct restart_policy {
  micros first_delay = 100 * millisecond;  ///< doubles with every restart
  micros longest_delay = 30 * second;
  unsigned budget = 10;              ///< restarts without a stable time between them; then it stays down
  micros stable_after = 5 * minute;  ///< a life as long as this refills the budget
};

/// An actor that a supervisor looks after. The supervisor puts each new one into the endpoint, so that those
/// who hold the endpoint need not know; between two lives the endpoint is empty and asks fail with
/// `ec::unavailable`.
struct child {
  std::shared_ptr<endpoint> place;
  std::function<caf::actor(caf::actor_system&)> spawn;
  restart_policy policy;
};
using child_ptr = std::shared_ptr<child>;

/// Spawns a supervisor. Send it a `child_ptr` whose endpoint holds a running actor. Deaths are not answered
/// any more once `stopping` is set.
caf::actor spawn_supervisor(caf::actor_system& sys, std::shared_ptr<const std::atomic<bool>> stopping);

}  // namespace fm::actors

CAF_ALLOW_UNSAFE_MESSAGE_TYPE(fm::actors::child_ptr)

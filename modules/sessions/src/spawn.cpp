#include "fm/sessions/spawn.hpp"

#include "sweep_step.hpp"
#include "user_sessions_step.hpp"

namespace fm::sessions {

handle spawn(actors::system& system, const options& how) {
  auto sweeper = system.spawn<sweep_state>("expired sessions", how.sweep_every);
  system.tell(sweeper, sweep_expired{});
  return handle(system.family<user_sessions>("sessions", how.users, how).place());
}

}  // namespace fm::sessions

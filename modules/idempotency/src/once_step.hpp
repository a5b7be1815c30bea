#pragma once
// The state and the steps of the actor.
#include "fm/idempotency/messages.hpp"
#include "fm/idempotency/spawn.hpp"

#include <fm/actors/step.hpp>
#include <fm/actors/turnstile.hpp>

#include <map>
#include <memory>
#include <optional>
#include <string>

namespace fm::idempotency {

/// Those who have sent the same key: one runs, the others wait.
struct line {
  turnstile door;
  std::optional<turnstile::turn> inside;  ///< of the request that runs
  micros since = 0;                       ///< when it began, on the steady clock
  std::string fingerprint;                ///< of it
  std::size_t flows = 0;                  ///< that are at the door or about to be
};

struct once_state {
  using takes = fm::takes<begin, finish, sweep>;
  explicit once_state(const options& o) : how(o) {}

  options how;
  std::map<std::string, std::unique_ptr<line>> lines;  ///< by user, operation and key
};

flow<begun> on(once_state& s, begin m, effects& fx);
flow<done> on(once_state& s, finish m, effects& fx);
flow<done> on(once_state& s, sweep m, effects& fx);

}  // namespace fm::idempotency

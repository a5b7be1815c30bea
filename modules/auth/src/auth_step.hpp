#pragma once
// The state and the steps of the auth actor.
#include "auth/sign_in_limits.hpp"
#include "auth_store.hpp"
#include "fm/auth/messages.hpp"
#include "fm/auth/spawn.hpp"

#include <fm/actors/step.hpp>

namespace fm::auth {

struct auth_state {
  using takes = fm::takes<register_user, sign_in, refresh_tokens, sign_out, sign_out_everywhere, get_profile,
                          get_published_key, load_revocations, upkeep>;
  auth_state(const options& o, published_key k) : how(o), key(std::move(k)), limits(o.failures_per_minute) {}

  options how;
  published_key key;
  sign_in_limits limits;
  bool is_kept_up = false;   ///< an upkeep is on its way
  micros sealed_until = 0;   ///< a successor may lie sealed in a row and is wanted so long; 0: none does
  micros changes_seen = 0;   ///< changes of users up to then are published
  micros expired_swept = 0;  ///< when expired rows were removed last
};

flow<user_record> on(auth_state& s, register_user m, effects& fx);
flow<signed_in> on(auth_state& s, sign_in m, effects& fx);
flow<signed_in> on(auth_state& s, refresh_tokens m, effects& fx);
flow<done> on(auth_state& s, sign_out m, effects& fx);
flow<done> on(auth_state& s, sign_out_everywhere m, effects& fx);
flow<user_record> on(auth_state& s, get_profile m, effects& fx);
published_key on(auth_state& s, get_published_key m, effects& fx);
flow<done> on(auth_state& s, load_revocations m, effects& fx);
flow<done> on(auth_state& s, upkeep m, effects& fx);

/// Sees to it that an upkeep comes, also after a restart of the actor.
void keep_up(auth_state& s, effects& fx);
/// Signs a pair for a user; with `replaces` also sealed for the row of that token.
flow<issued> issue(store::user_row owner, std::string family, std::string refresh_id, std::string replaces,
                   effects& fx);

}  // namespace fm::auth

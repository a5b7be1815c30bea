#pragma once
// The state and the steps of the auth actor.
#include "auth/sign_in_limits.hpp"
#include "auth_store.hpp"
#include "fm/auth/messages.hpp"
#include "fm/auth/spawn.hpp"

#include <fm/actors/step.hpp>

#include <set>
#include <string>
#include <vector>

namespace fm::auth {

struct auth_state {
  using takes =
      fm::takes<register_user, sign_in, refresh_tokens, sign_out, sign_out_everywhere, get_profile,
                get_published_key, load_revocations, upkeep, dev_sign_in, change_own_password, reset_password,
                list_users, get_user, change_user, grant_reset, list_audit, make_key, list_keys, revoke_key,
                check_client, authorize_client, redeem_code, revoke_refresh, join, make_invite, list_invites,
                withdraw_invite, delete_own_account, delete_user, finish_departures>;
  auth_state(const options& o, published_key k) : how(o), key(std::move(k)), limits(o.failures_per_minute) {}

  options how;
  published_key key;
  sign_in_limits limits;
  bool is_kept_up = false;      ///< an upkeep is on its way
  micros sealed_until = 0;      ///< a successor may lie sealed in a row and is wanted so long; 0: none does
  micros changes_seen = 0;      ///< changes of users up to then are published
  micros expired_swept = 0;     ///< when expired rows were removed last
  bool has_departures = false;  ///< accounts may be deleted and not empty yet
  std::set<std::string> being_emptied{};  ///< deleted accounts that a flow is at work on
};

/// An attempt to guess a secret, which counts from its beginning.
struct guess {
  std::string what;  ///< what is guessed at, such as "account ann"
  std::string address;
};
/// Fails with `rate_limited` when it is one too many.
outcome<guess> begin_guess(auth_state& s, std::string what, std::string address, effects& fx);
/// It was right, or was never looked at.
void forgive(auth_state& s, const guess& g);

flow<user_record> on(auth_state& s, register_user m, effects& fx);
flow<signed_in> on(auth_state& s, sign_in m, effects& fx);
flow<signed_in> on(auth_state& s, refresh_tokens m, effects& fx);
flow<done> on(auth_state& s, sign_out m, effects& fx);
flow<done> on(auth_state& s, sign_out_everywhere m, effects& fx);
flow<user_record> on(auth_state& s, get_profile m, effects& fx);
published_key on(auth_state& s, get_published_key m, effects& fx);
flow<done> on(auth_state& s, load_revocations m, effects& fx);
flow<done> on(auth_state& s, upkeep m, effects& fx);

flow<signed_in> on(auth_state& s, dev_sign_in m, effects& fx);
flow<signed_in> on(auth_state& s, change_own_password m, effects& fx);
flow<done> on(auth_state& s, reset_password m, effects& fx);

flow<user_page> on(auth_state& s, list_users m, effects& fx);
flow<user_record> on(auth_state& s, get_user m, effects& fx);
flow<user_record> on(auth_state& s, change_user m, effects& fx);
flow<reset_granted> on(auth_state& s, grant_reset m, effects& fx);
flow<audit_page> on(auth_state& s, list_audit m, effects& fx);

flow<key_made> on(auth_state& s, make_key m, effects& fx);
flow<key_list> on(auth_state& s, list_keys m, effects& fx);
flow<done> on(auth_state& s, revoke_key m, effects& fx);

outcome<done> on(auth_state& s, check_client m, effects& fx);
flow<code_made> on(auth_state& s, authorize_client m, effects& fx);
flow<signed_in> on(auth_state& s, redeem_code m, effects& fx);
flow<done> on(auth_state& s, revoke_refresh m, effects& fx);

flow<signed_in> on(auth_state& s, join m, effects& fx);
flow<invite_made> on(auth_state& s, make_invite m, effects& fx);
flow<invite_list> on(auth_state& s, list_invites m, effects& fx);
flow<done> on(auth_state& s, withdraw_invite m, effects& fx);

flow<done> on(auth_state& s, delete_own_account m, effects& fx);
flow<done> on(auth_state& s, delete_user m, effects& fx);
flow<done> on(auth_state& s, finish_departures m, effects& fx);

/// `busy` of the passwords' gate as people are told.
failure too_busy(failure why);
/// Checks a password of an account, as a guess that is counted; true when it fits.
flow<bool> fits_password(auth_state& s, store::user_row owner, secret<> password, guess g, effects& fx);
/// Begins a sign-in: its tokens are given out once `unit` and what belongs to them is durable.
flow<signed_in> open_sign_in(store::user_row owner, std::string family, std::vector<db::operation> unit,
                             effects& fx);
/// Ends everything that comes from a sign-in whose token somebody else seems to have.
flow<done> end_family(auth_state& s, std::string family, effects& fx);
/// Publishes from when the tokens of a user are good; `forever` for an inactive one, whose keys are not
/// either.
flow<done> publish_cutoff(std::string user, micros tokens_from, effects& fx);
/// Publishes which keys a user has.
flow<done> publish_keys(std::string user, effects& fx);
/// A record of the audit log about an account that is about to be the caller's.
db::operation audit_of_user(const std::string& user, const char* action, const std::string& detail,
                            effects& fx);

/// In a context that outlives the command.
void finish_departures_later(auth_state& s, effects& fx);
/// Sees to it that an upkeep comes, also after a restart of the actor.
void keep_up(auth_state& s, effects& fx);
/// Signs a pair for a user; with `replaces` also sealed for the row of that token.
flow<issued> issue(store::user_row owner, std::string family, std::string refresh_id, std::string replaces,
                   effects& fx);

}  // namespace fm::auth

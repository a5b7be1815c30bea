#pragma once
// What the auth module says and is asked. Plain structs; no behaviour, no CAF.
#include "fm/auth/account_messages.hpp"
#include "fm/auth/admin_messages.hpp"
#include "fm/auth/departure_messages.hpp"
#include "fm/auth/invite_messages.hpp"
#include "fm/auth/key_messages.hpp"
#include "fm/auth/oauth_messages.hpp"

#include <fm/actors/message_list.hpp>

namespace fm::auth {

// Inside of the module.

/// Publishes what other programs have changed, and removes what has expired; then again after a while.
struct upkeep {
  using reply_type = void;
};

struct hashed {
  secret<> text;
};
struct hash_password {
  using reply_type = hashed;
  static constexpr auto timeout = 20 * second;
  secret<> password;
};

struct checked {
  bool fits = false;
};
/// Hashes once, also when `stored` is empty because there is no such account.
struct check_password {
  using reply_type = checked;
  static constexpr auto timeout = 20 * second;
  secret<> password;
  secret<> stored;
};

struct issued {
  token_pair pair;
  secret<> sealed;  ///< the pair for the row of the token that it replaces
  micros at = 0;    ///< the time that the tokens say they were issued at
};
/// Signs a pair; with `replaces` also sealed for the row of that refresh token.
struct issue_tokens {
  using reply_type = issued;
  user_record user;
  micros now = 0;
  micros not_before = 0;  ///< tokens issued earlier are void
  std::string family;
  std::string access_id;
  std::string refresh_id;
  std::string replaces;
};

struct refresh_claims {
  std::string id;
  std::string user;
  std::string family;
};
struct read_refresh_token {
  using reply_type = refresh_claims;
  secret<> token;
  micros now = 0;
};

struct open_sealed_pair {
  using reply_type = token_pair;
  secret<> sealed;
  std::string replaces;
};

/// A text that nobody can foresee, and its SHA-256.
struct secret_made {
  secret<> text;
  std::string hash;
};
struct make_secret {
  using reply_type = secret_made;
  std::string prefix;
};

struct digests {
  std::string hash;       ///< SHA-256 of a secret, hexadecimal
  std::string challenge;  ///< of a verifier, as RFC 7636 makes it
};
struct digest_secret {
  using reply_type = digests;
  secret<> text;
  secret<> verifier{};
};

using messages =
    message_list<user_record, register_user, signed_in, sign_in, refresh_tokens, sign_out,
                 sign_out_everywhere, get_profile, published_key, get_published_key, load_revocations, upkeep,
                 hashed, hash_password, checked, check_password, issued, issue_tokens, refresh_claims,
                 read_refresh_token, open_sealed_pair, token_pair, dev_sign_in, change_own_password,
                 reset_password, user_page, list_users, get_user, change_user, reset_granted, grant_reset,
                 audit_page, list_audit, key_made, make_key, key_list, list_keys, revoke_key, check_client,
                 code_made, authorize_client, redeem_code, revoke_refresh, secret_made, make_secret, digests,
                 digest_secret, join, invite_made, make_invite, invite_list, list_invites, withdraw_invite,
                 delete_own_account, delete_user, empty_account, finish_departures>;
template <class T>
requires listed<T, messages> messages message_list_of(const T*);

}  // namespace fm::auth

#pragma once
// Accounts, sign-ins and tokens. Plain structs; no behaviour, no CAF.
#include <fm/actors/context.hpp>
#include <fm/actors/outcome.hpp>
#include <fm/actors/secret.hpp>

#include <cstdint>
#include <string>
#include <vector>

namespace fm::auth {

/// An account as others may see it. Times are microseconds since 1970 UTC, 0 for never.
struct user_record {
  std::string id;
  std::string email;  ///< in lower case
  std::string username;
  std::string full_name;  ///< empty for none
  std::vector<std::string> roles;
  bool active = true;
  bool verified = false;
  bool developer = false;  ///< has no password: signs in through dev-login only
  micros created = 0;
  micros last_login = 0;
  bool operator==(const user_record&) const = default;
};

struct token_pair {
  secret<> access;
  secret<> refresh;
  micros access_ends = 0;
  micros refresh_ends = 0;
  std::uint32_t access_seconds = 0;  ///< lifetime when issued
  std::uint32_t refresh_seconds = 0;
};

/// Makes an account. Fails with `invalid` when a field breaks its rule or is taken; the text names the field.
/// Fails with `forbidden` where registration is not open to whoever asks (contract README, choice 26).
struct register_user {
  using reply_type = user_record;
  static constexpr auto timeout = 25 * second;
  std::string email;
  std::string username;
  secret<> password;
  std::string full_name;
  secret<> setup_token{};  ///< lets the first account of an empty database in
  secret<> invite{};       ///< of an admin, for one account
  std::string address{};   ///< of the client
};

struct signed_in {
  user_record user;
  token_pair tokens;
};

/// Makes an account as `register_user` does, and signs it in.
struct join {
  using reply_type = signed_in;
  static constexpr auto timeout = 25 * second;
  register_user who;
};

/// Exchanges a password for tokens. Fails with `unauthenticated`, in the same words and after the same work
/// whether the account or the password is wrong, and with `rate_limited` after too many failures.
struct sign_in {
  using reply_type = signed_in;
  static constexpr auto timeout = 25 * second;
  std::string login;  ///< an email, or a username
  secret<> password;
  std::string address;  ///< of the client
};

/// Signs in without a password, where the configuration allows it (contract README, choice 11); makes the
/// account when it is missing. `forbidden` for an account that has a password, `not_found` where it is not
/// allowed.
struct dev_sign_in {
  using reply_type = signed_in;
  std::string username;
  std::string email;  ///< empty: made up from the username
  std::string full_name;
};

/// Changes the caller's password, ends everything that they are signed in with, and signs in anew. `invalid`
/// when the present one is wrong.
struct change_own_password {
  using reply_type = signed_in;
  static constexpr auto timeout = 25 * second;
  secret<> present;
  secret<> next;
  std::string address{};  ///< of the client
};

/// Sets a new password by a token that an admin has handed over, once; ends every sign-in of the account.
struct reset_password {
  using reply_type = done;
  static constexpr auto timeout = 25 * second;
  secret<> token;
  secret<> password;
  std::string address;  ///< of the client
};

/// Exchanges a refresh token, which is used up, for a new pair. Used again within seconds it gives the same
/// pair; later it ends the whole sign-in. Fails with `unauthenticated`.
struct refresh_tokens {
  using reply_type = signed_in;
  static constexpr auto timeout = 25 * second;
  secret<> token;
};

/// Ends the sign-in that an access token comes from: that token, its refresh token, and all tokens of both.
struct sign_out {
  using reply_type = done;
  std::string token_id;
  std::string family;
  micros expires = 0;
};

/// Ends all sign-ins of the caller.
struct sign_out_everywhere {
  using reply_type = done;
};

/// The caller's account; `unauthenticated` when it is gone or inactive.
struct get_profile {
  using reply_type = user_record;
};

/// What may be known of the key that tokens are signed with (RFC 7517).
struct published_key {
  std::string type;       ///< "oct" or "RSA"
  std::string algorithm;  ///< "HS256" or "RS256"
  std::string id;
  std::string modulus;  ///< RSA only
  std::string exponent;
};
struct get_published_key {
  using reply_type = published_key;
};

/// Publishes all revocations that the database holds, and begins the upkeep. The server is not ready before
/// this has succeeded.
struct load_revocations {
  using reply_type = done;
};

}  // namespace fm::auth

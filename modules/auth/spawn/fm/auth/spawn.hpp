#pragma once
// Starts the auth module; seen by the composition root only.
#include "fm/actors/system.hpp"
#include "fm/auth/messages.hpp"

#include <fm/crypto/password.hpp>
#include <fm/crypto/token_keys.hpp>
#include <fm/providers/db.hpp>

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

extern template void fm::actors::register_list<fm::auth::messages>(fm::actors::message_table&);

namespace fm::auth {

/// Who may make an account without an admin's help (contract README, choice 26).
enum class registration : std::uint8_t { open, invite, closed };

struct options {
  micros access_lifetime = 30 * minute;
  micros refresh_lifetime = 7 * 24 * 60 * minute;
  micros reuse_window = 10 * second;  ///< so long a used refresh token gives its successor again
  /// Guesses at an account from one address that may fail; six times as many from an address; 0: no limit.
  std::uint32_t failures_per_minute = 10;
  auth::registration registration = auth::registration::open;
  secret<> setup_token{};     ///< lets the first account in where registration is not open; empty: none does
  std::string admin_email{};  ///< who is admin; empty: the first account
  int password_cost = crypto::default_password_cost;
  std::size_t password_workers = 2;
  std::size_t waiting_passwords = 64;  ///< beyond it `rate_limited`
  micros upkeep_every = 5 * second;
  bool dev_login = false;                      ///< sign-in without a password for accounts that have none
  std::vector<std::string> redirects{};        ///< where codes may be sent: see `redirect_fits`
  micros audit_kept = 365 * 24 * 60 * minute;  ///< records of the audit log that are older go
};

using handle =
    actors::handle<register_user, sign_in, refresh_tokens, sign_out, sign_out_everywhere, get_profile,
                   get_published_key, load_revocations, dev_sign_in, change_own_password, reset_password,
                   list_users, get_user, change_user, grant_reset, list_audit, make_key, list_keys,
                   revoke_key, check_client, authorize_client, redeem_code, revoke_refresh, join, make_invite,
                   list_invites, withdraw_invite, delete_own_account, delete_user>;

/// The tables and statements of the module.
const db::schema& schema();

/// The actor, the gate that hashes passwords, and the gate that holds the keys. The database is asked by its
/// messages, `providers::publish_revocations` must be taken by somebody, and so must `empty_account` where
/// accounts own anything outside of this module.
handle spawn(actors::system& system, std::shared_ptr<const crypto::token_keys> keys, const options& how = {});

}  // namespace fm::auth

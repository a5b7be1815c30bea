#pragma once
// The SQL of what accounts hand out: keys, codes, resets; and of administration and the audit log.
#include "auth_store.hpp"
#include "fm/auth/messages.hpp"

#include <fm/providers/db.hpp>
#include <fm/providers/revocations.hpp>

#include <optional>
#include <string>
#include <vector>

namespace fm::auth::store {

inline constexpr std::size_t most_keys = 50;  ///< of one user

db::operation count_users(const std::string& containing);
db::operation list_users(const list_users& m);
/// Changes what is given (no roles: they stay); nothing, which is a conflict, when it would leave no active
/// admin. One row: what `take_changed` reads.
db::operation change_user(const std::string& id, std::optional<bool> active,
                          const std::vector<std::string>& roles, micros now);
void take_changed(const db::row_set& changed, user_record& into);
/// Codes and resets of an account, which must not outlive the password that they were made beside.
std::vector<db::operation> void_grants(const std::string& user);
/// Of no effect for who is an active admin.
db::operation withdraw_invites_of(const std::string& admin);

/// Voids what was granted before.
std::vector<db::operation> insert_reset(const std::string& hash, const std::string& user, micros expires);
/// The account of a reset that is good.
db::operation reset_by_hash(const std::string& hash, micros now);
/// Succeeds once.
db::operation use_reset(const std::string& hash, micros now);

/// A conflict beyond `most_keys`.
db::operation insert_key(const key_record& k, const std::string& user, const std::string& hash);
db::operation keys_of_user(const std::string& user);
key_record key_of(const db::row& r);
db::operation delete_key(const std::string& id, const std::string& user);
db::operation live_keys(micros now);
db::operation live_keys_of_user(const std::string& user, micros now);
providers::api_key_entry entry_of(const db::row& r);

struct code_row {
  std::string client, redirect, challenge;
  micros expires = 0;
  micros used = 0;     ///< 0: not yet
  std::string family;  ///< the sign-in that it began
  user_row owner;
};
db::operation insert_code(const std::string& hash, const std::string& user, const authorize_client& m,
                          micros expires);
db::operation code_by_hash(const std::string& hash);
code_row code_of(const db::row& r);
/// Succeeds once.
db::operation use_code(const std::string& hash, micros now, const std::string& family);

db::operation list_audit(const list_audit& m);
audit_record audit_of(const db::row& r);

/// What has expired, and records of the audit log from before `audit_from`.
std::vector<db::operation> delete_expired_grants(micros now, micros audit_from);

}  // namespace fm::auth::store

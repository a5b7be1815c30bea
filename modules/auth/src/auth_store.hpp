#pragma once
// The SQL of the auth module: operations out of its records, records out of rows.
#include "fm/auth/messages.hpp"

#include <fm/providers/db.hpp>

#include <string>
#include <vector>

namespace fm::auth::store {

/// A user with what only this module sees.
struct user_row {
  user_record user;
  std::string password_hash;  ///< empty: no password fits
  micros tokens_from = 0;     ///< access tokens issued earlier are void
};

/// `if_first` are the roles of the first account of an empty database, and `only_first` allows no other one
/// (`conflict`). Returns the roles that it got.
db::operation insert_user(const user_record& u, const std::string& password_hash,
                          const std::vector<std::string>& if_first, bool only_first = false);
/// A row when there is any account.
db::operation any_user();
/// By email when the text contains '@', else by username.
db::operation user_by_login(const std::string& login);
db::operation user_by_id(const std::string& id);
user_row user_of(const db::row& r);
/// A user whose columns begin there.
user_row user_at(const db::row& r, std::size_t first);
/// 0 for null.
micros time_of(const db::value& v);
/// A list of texts as it is stored.
std::string list_text(const std::vector<std::string>& all);
std::vector<std::string> roles_of(const std::string& stored);
db::operation set_last_login(const std::string& id, micros now);
/// These also make the user's access tokens void, and return the time from which they are good.
db::operation set_password(const std::string& id, const std::string& password_hash, micros now);
db::operation void_access_tokens(const std::string& id, micros now);

struct refresh_row {
  std::string id;
  std::string family;
  micros expires = 0;
  micros used = 0;     ///< 0: not yet
  micros revoked = 0;  ///< 0: not
  std::string sealed;  ///< the pair that replaced it; empty: forgotten
  user_row owner;
};
/// The first token of a sign-in: `conflict` unless the account is active and has the password that it had
/// when it was read.
db::operation open_refresh(const std::string& id, const user_row& owner, const std::string& family,
                           micros now, micros expires);
db::operation insert_refresh(const std::string& id, const std::string& user, const std::string& family,
                             micros now, micros expires);
db::operation refresh_by_id(const std::string& id);
refresh_row refresh_of(const db::row& r);
/// Succeeds once for each token.
db::operation use_refresh(const std::string& id, micros now, const std::string& sealed);
db::operation revoke_family(const std::string& family, micros now);
db::operation revoke_user(const std::string& user, micros now);
db::operation forget_sealed(micros used_before);
db::operation delete_expired_refresh(micros now);

db::operation deny(const std::string& id, micros until);
db::operation denied_after(micros now);
db::operation delete_expired_denied(micros now);
/// What one of the changes above has returned; `otherwise` when there is no such user.
micros new_cutoff(const db::row_set& changed, micros otherwise);
/// Users whose access tokens are void if issued after that time, or who are inactive.
db::operation cutoffs_after(micros time);
db::operation users_changed_since(micros time);
/// A row of both: when the tokens begin to be good; `forever` for an inactive user.
micros cutoff_of(const db::row& r);

}  // namespace fm::auth::store

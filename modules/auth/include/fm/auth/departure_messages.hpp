#pragma once
// How accounts end, with all that they own.
#include "fm/auth/account_messages.hpp"

#include <string>

namespace fm::auth {

/// Deletes the caller's account. When it is answered nobody can use the account any more, and what it owns is
/// removed, now or, if that takes long, soon, also after a crash. `invalid` when the password is wrong,
/// `conflict` for the last active admin.
struct delete_own_account {
  using reply_type = done;
  static constexpr auto timeout = 50 * second;
  secret<> password;      ///< empty for an account that has none
  std::string address{};  ///< of the client
};

/// The same for an account that an admin names.
struct delete_user {
  using reply_type = done;
  static constexpr auto timeout = 50 * second;
  std::string user_id;
};

/// A port: removes what a deleted account owned outside of this module. Asked again until it succeeds.
struct empty_account {
  using reply_type = done;
  static constexpr auto timeout = 600 * second;
  std::string user;
};

// Inside of the module.

/// Empties the accounts that are deleted and not empty yet.
struct finish_departures {
  using reply_type = void;
};

}  // namespace fm::auth

#pragma once
// Accounts without actors: for commands that work on the database directly, also while the server runs.
#include "fm/auth/messages.hpp"

#include <fm/providers/database.hpp>

#include <string>

namespace fm::auth {

/// What every change needs to know.
struct account_change {
  micros now = 0;
  int password_cost = 12;
  std::string admin_email{};  ///< who is admin; empty: the first account
};

/// Whether there is any account.
outcome<bool> has_accounts(db::database& database);

/// Makes an account; with `as_admin` it is one whatever the rule for first accounts says.
outcome<user_record> add_account(db::database& database, const register_user& who, bool as_admin,
                                 const account_change& how);

/// Gives the account of an email or username another password, and ends its sign-ins.
outcome<user_record> change_password(db::database& database, const std::string& login,
                                     const secret<>& password, const account_change& how);

/// Makes the account an admin or an ordinary user. Tokens with the old role are void; its sign-ins go on.
outcome<user_record> change_role(db::database& database, const std::string& login, bool admin,
                                 const account_change& how);

}  // namespace fm::auth

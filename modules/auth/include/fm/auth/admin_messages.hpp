#pragma once
// What administrators ask of accounts, and the log of what happened to them.
#include "fm/auth/account_messages.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace fm::auth {

struct user_page {
  std::vector<user_record> users;
  std::uint64_t total = 0;
};

/// All accounts whose email or username contains a text, by username.
struct list_users {
  using reply_type = user_page;
  std::string containing;  ///< in any case; empty for all
  std::uint32_t limit = 50;
  std::uint64_t offset = 0;
};

struct get_user {
  using reply_type = user_record;
  std::string user_id;
};

/// Changes what is given; what the account has signed in with ends when it is disabled or loses a role. The
/// last active admin can be neither disabled nor demoted (`conflict`).
struct change_user {
  using reply_type = user_record;
  std::string user_id;
  bool has_active = false, active = true;
  bool has_roles = false;
  std::vector<std::string> roles{};  ///< "user", or "user" and "admin"
};

struct reset_granted {
  secret<> token;
  micros expires = 0;
};

/// A token with which a new password can be set once; an earlier one of the account is void.
struct grant_reset {
  using reply_type = reset_granted;
  std::string user_id;
};

/// Something that happened and can be asked about later.
struct audit_record {
  std::string id;
  micros time = 0;
  std::string user;     ///< who did it; empty for nobody who is known
  std::string action;   ///< e.g. "sign_in", "case.delete"
  std::string object;   ///< what it was done to: an id, or the name that was given
  std::string request;  ///< X-Request-ID, under which the access log knows the address
  std::string detail;   ///< a sentence, may be empty
};

struct audit_page {
  std::vector<audit_record> records;
};

/// The newest first.
struct list_audit {
  using reply_type = audit_page;
  std::string user{};    ///< empty for all
  std::string action{};  ///< empty for all
  std::string before{};  ///< id of the last record of the page before; empty for the newest
  std::uint32_t limit = 50;
};

}  // namespace fm::auth

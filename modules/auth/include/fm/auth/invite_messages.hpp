#pragma once
// Invites, with which admins let people register where that is not open to all (contract README, choice 26).
#include "fm/auth/account_messages.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace fm::auth {

struct invite_record {
  std::string id;
  std::string email;       ///< who may use it; empty: whoever has it
  std::string created_by;  ///< the admin
  micros created = 0;
  micros expires = 0;
  micros used = 0;      ///< 0: not yet
  std::string used_by;  ///< the account that came of it
};

struct invite_made {
  invite_record invite;
  secret<> token;
};

/// An invite for one account; `conflict` beyond `most_invites` that are open.
struct make_invite {
  using reply_type = invite_made;
  std::string email{};
  std::uint32_t days = 7;  ///< of life
};

struct invite_list {
  std::vector<invite_record> invites;
};
/// Those that have not expired, newest first.
struct list_invites {
  using reply_type = invite_list;
};

/// Makes an invite void; one that was used is `not_found`.
struct withdraw_invite {
  using reply_type = done;
  std::string invite_id;
};

}  // namespace fm::auth

#include <fm/http/growth.hpp>

#include <algorithm>
#include <array>

namespace fm::http {

namespace {

/// By the contract's names, without the "V1" of twins below /api/v1.
constexpr std::array<std::string_view, 15> in_need{"batchDeleteDocuments",
                                                   "cancelJob",
                                                   "changePassword",
                                                   "changeUser",
                                                   "createJobEventTicket",
                                                   "devLogin",
                                                   "grantPasswordReset",
                                                   "login",
                                                   "logout",
                                                   "logoutShort",
                                                   "oauthAuthorize",
                                                   "oauthRevoke",
                                                   "oauthToken",
                                                   "refreshTokens",
                                                   "resetPassword"};

}  // namespace

bool adds_to_storage(method verb, budget counts, std::string_view operation) {
  if (verb != method::post && verb != method::put && verb != method::patch) return false;
  if (counts != budget::write && counts != budget::turn) return false;
  if (operation.ends_with("V1")) operation.remove_suffix(2);
  return std::find(in_need.begin(), in_need.end(), operation) == in_need.end();
}

}  // namespace fm::http

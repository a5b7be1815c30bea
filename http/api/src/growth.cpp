#include <fm/http/growth.hpp>

#include <algorithm>
#include <array>

namespace fm::http {

namespace {

/// By the contract's names.
constexpr std::array<std::string_view, 21> in_need{"batchDeleteDocuments",
                                                   "batchDeleteDocumentsV1",
                                                   "cancelJob",
                                                   "changePassword",
                                                   "changeUser",
                                                   "createJobEventTicket",
                                                   "devLoginV1",
                                                   "grantPasswordReset",
                                                   "login",
                                                   "loginV1",
                                                   "logout",
                                                   "logoutShort",
                                                   "logoutV1",
                                                   "oauthAuthorizeV1",
                                                   "oauthRevokeV1",
                                                   "oauthTokenV1",
                                                   "refreshTokens",
                                                   "refreshTokensV1",
                                                   "resetPassword",
                                                   "cancelJobV1",
                                                   "refreshOpenapi"};

}  // namespace

bool adds_to_storage(method verb, budget counts, std::string_view operation) {
  if (verb != method::post && verb != method::put && verb != method::patch) return false;
  if (counts != budget::write && counts != budget::turn) return false;
  // Rows below /api/v1 are named like their twins.
  return std::find(in_need.begin(), in_need.end(), operation) == in_need.end();
}

}  // namespace fm::http

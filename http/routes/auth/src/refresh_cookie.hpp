#pragma once
// The refresh token of a page that this server serves: a cookie which scripts cannot read.
#include <fm/auth/messages.hpp>
#include <fm/http/request.hpp>
#include <fm/http/response.hpp>
#include <fm/json/value.hpp>

#include <cstdint>
#include <string>

namespace fm::http {

/// Whether a request wants its refresh token kept in a cookie, and how.
struct cookie_wish {
  bool wanted = false;
  bool secure = false;  ///< the client came by https
};

/// By the header field `X-Refresh-Cookie`. Pages of other origins cannot send it (no CORS rule allows it),
/// and what a browser says comes from one of them is not heard.
cookie_wish cookie_wish_of(const request& r);
/// The token of the cookie that came with a request; empty for none.
std::string refresh_cookie_of(const request& r);
/// An answer with tokens: where that is wanted the refresh token is in the cookie and null in the body.
response token_response(int status, json::value body, const cookie_wish& wish,
                        const auth::token_pair& tokens);
/// Takes the cookie away from the browser.
void drop_refresh_cookie(response& r);

}  // namespace fm::http

#include "refresh_cookie.hpp"

#include "auth_json.hpp"

#include <fm/http/text.hpp>

#include <string_view>
#include <utility>

namespace fm::http {

namespace {

constexpr std::string_view cookie_name = "fm_refresh";
/// It goes with nothing but sign-ins, and never with a request that a foreign page caused.
constexpr std::string_view cookie_rules = "; Path=/api/v1/auth; HttpOnly; SameSite=Strict";

std::string cookie_text(std::string_view value, std::int64_t seconds) {
  std::string out(cookie_name);
  out += '=';
  out += value;
  out += "; Max-Age=" + std::to_string(seconds);
  out += cookie_rules;
  return out;
}

}  // namespace

cookie_wish cookie_wish_of(const request& r) {
  const auto site = r.header("sec-fetch-site");
  if (r.header("x-refresh-cookie") != "1" || (!site.empty() && site != "same-origin")) return {};
  return {.wanted = true, .secure = r.base().starts_with("https://")};
}

std::string refresh_cookie_of(const request& r) {
  for (auto rest = r.header("cookie"); !rest.empty();) {
    const auto end = rest.find(';');
    const auto one = trimmed(rest.substr(0, end));
    rest = end == rest.npos ? std::string_view() : rest.substr(end + 1);
    if (one.size() > cookie_name.size() && one.starts_with(cookie_name) && one[cookie_name.size()] == '=')
      return std::string(one.substr(cookie_name.size() + 1));
  }
  return {};
}

response token_response(int status, json::value body, const cookie_wish& wish,
                        const auth::token_pair& tokens) {
  if (!wish.wanted) return secret_response(status, body);
  body.set("refresh_token", json::value());
  auto out = secret_response(status, body);
  auto cookie = cookie_text(tokens.refresh.expose(), tokens.refresh_seconds);
  if (wish.secure) cookie += "; Secure";
  return std::move(out.header("Set-Cookie", std::move(cookie)));
}

void drop_refresh_cookie(response& r) { r.header("Set-Cookie", cookie_text({}, 0)); }

}  // namespace fm::http

#include "fm/http/auth_routes.hpp"

#include "auth_json.hpp"

#include <fm/http/health_row.hpp>

namespace fm::http {

namespace {

response signed_in(const auth::signed_in& in, const request&) {
  auto body = tokens_json(in.tokens);
  body.set("user", user_json(in.user, false));
  return secret_response(200, body);
}

response refreshed(const auth::signed_in& in, const request&) {
  return secret_response(200, tokens_json(in.tokens));
}

response signed_out(const done&, const request&) {
  json::value body;
  body.set("message", "Logged out successfully").set("revoked", true);
  return json_response(200, body);
}

template <class M>
parsed<M> nothing_to_parse(const exchange&) {
  return M{};
}

}  // namespace

route_table auth_routes(actors::system& sys, const auth_actor& accounts) {
  route_table rows;
  rows.push_back(
      {.verb = method::post,
       .pattern = "/auth/register",
       .operation = "register",
       .needs = access::open,
       .takes = body_kind::json,
       .counts = budget::write,
       .guards_origin = true,
       .serve = ask<auth::register_user>(
           sys, accounts, parse_register,
           [](const auth::user_record& u, const request&) { return json_response(201, user_json(u, true)); },
           not_registered)});
  rows.push_back({.verb = method::post,
                  .pattern = "/auth/login",
                  .operation = "login",
                  .needs = access::open,
                  .takes = body_kind::json,
                  .counts = budget::write,
                  .serve = ask<auth::sign_in>(sys, accounts, parse_sign_in, signed_in)});
  rows.push_back({.verb = method::post,
                  .pattern = "/auth/refresh",
                  .operation = "refreshTokens",
                  .needs = access::open,
                  .takes = body_kind::json,
                  .counts = budget::write,
                  .serve = ask<auth::refresh_tokens>(sys, accounts, parse_refresh, refreshed)});
  rows.push_back({.verb = method::post,
                  .pattern = "/auth/logout",
                  .operation = "logout",
                  .counts = budget::write,
                  .for_people = true,
                  .serve = ask<auth::sign_out>(sys, accounts, parse_sign_out, signed_out)});
  rows.push_back({.verb = method::get,
                  .pattern = "/auth/me",
                  .operation = "currentUser",
                  .serve = ask<auth::get_profile>(sys, accounts, nothing_to_parse<auth::get_profile>,
                                                  [](const auth::user_record& u, const request&) {
                                                    return json_response(200, user_json(u, true));
                                                  })});
  rows.push_back(
      health_row(sys, accounts, "/auth/health", "authHealth", "authentication", auth::get_profile{}));
  auto published = [&](const char* pattern, const char* operation,
                       json::value (*render)(const auth::published_key&)) {
    rows.push_back(
        {.verb = method::get,
         .pattern = pattern,
         .operation = operation,
         .needs = access::open,
         .serve = ask<auth::get_published_key>(sys, accounts, nothing_to_parse<auth::get_published_key>,
                                               [render](const auth::published_key& k, const request&) {
                                                 return json_response(200, render(k));
                                               })});
  };
  published("/auth/.well-known/jwks.json", "jwks", key_json);
  published("/.well-known/jwks.json", "jwksRoot", key_json);
  published("/auth/.well-known/openid-configuration", "oidcConfiguration", discovery_json);
  published("/.well-known/openid-configuration", "oidcConfigurationRoot", discovery_json);
  return rows;
}

}  // namespace fm::http

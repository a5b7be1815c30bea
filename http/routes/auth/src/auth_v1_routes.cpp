// Signing in and out as the extension, the dashboard and the chat agent do it (contract README, row
// "sign-in").
#include "auth_json.hpp"
#include "fm/http/auth_routes.hpp"
#include "refresh_cookie.hpp"

#include <fm/http/json_response.hpp>
#include <fm/http/text.hpp>

#include <utility>

namespace fm::http {

namespace {

/// Whoever a sign-in was made for gets a session with it.
struct arrival {
  std::shared_ptr<responder> out;
  call_context ctx;
  std::string address, agent;
  cookie_wish cookie;
  int status = 200;
  response (*refuse)(const failure&) = problem;
};

json::value sign_in_v1_json(const auth::signed_in& in, const json::value& session) {
  auto body = tokens_json(in.tokens);
  body.set("refresh_expires_in", std::int64_t{in.tokens.refresh_seconds})
      .set("expires_at", in.tokens.access_ends / millisecond)
      .set("session_id", session)
      .set("user", user_v1_json(in.user));
  return body;
}

void open_session(actors::system& sys, const sign_in_sessions& sessions, arrival a, auth::signed_in in) {
  sessions::open_session m;
  m.user = in.user.id;
  m.address = a.address;
  m.agent = a.agent;
  a.ctx.user = in.user.id;
  a.ctx.roles = in.user.roles;
  sys.call(sessions, std::move(m), std::move(a.ctx),
           [out = std::move(a.out), status = a.status, cookie = a.cookie,
            in = std::move(in)](outcome<sessions::session_opened> opened) {
             if (opened)
               out->send(token_response(status, sign_in_v1_json(in, json::value(opened->session.id)), cookie,
                                        in.tokens));
             else
               out->send(problem(opened.error()));
           });
}

arrival arrival_of(exchange& x, int status = 200) {
  return {std::move(x.out),
          x.ctx,
          x.request->remote,
          printable_ascii(x.request->header("user-agent"), sessions::longest_agent),
          cookie_wish_of(*x.request),
          status,
          problem};
}

/// Signs somebody in and opens their session, which is the answer.
template <class M>
void sign_in(actors::system& sys, const auth_actor& accounts, const sign_in_sessions& sessions, M command,
             arrival a) {
  auto ctx = a.ctx;
  sys.call(accounts, std::move(command), std::move(ctx),
           [&sys, sessions, a = std::move(a)](outcome<auth::signed_in> in) mutable {
             if (in)
               open_session(sys, sessions, std::move(a), std::move(*in));
             else
               a.out->send(a.refuse(in.error()));
           });
}

/// `serve` of a row whose command signs somebody in.
template <class M>
std::function<void(exchange)> signing_in(actors::system& sys, const auth_actor& accounts,
                                         const sign_in_sessions& sessions,
                                         parsed<M> (*parse)(const exchange&)) {
  return [&sys, accounts, sessions, parse](exchange x) {
    auto command = parse(x);
    if (auto* refused = std::get_if<response>(&command)) {
      x.out->send(std::move(*refused));
      return;
    }
    sign_in(sys, accounts, sessions, std::move(std::get<M>(command)), arrival_of(x));
  };
}

/// By `username` or by `email`; without a password it is nobody (choice 25).
parsed<auth::sign_in> parse_v1_sign_in(const exchange& x) {
  fields f(*x.request);
  auth::sign_in m;
  auto username = f.text("username", {.max = 255});
  auto email = f.text("email", {.max = 255});
  auto password = f.text("password", {.max = 8'192});
  f.text("display_name", {.max = 255});
  if (f.ok() && !username && !email) f.add("missing", "username", "Field required: username or email");
  if (!f.ok()) return unprocessable(f.issues());
  if (!password || password->empty())
    return problem(fail(ec::unauthenticated, "a password is needed to sign in"));
  m.login = email ? *email : *username;
  m.password = secret<>(std::move(*password));
  m.address = x.request->remote;
  return m;
}

parsed<auth::dev_sign_in> parse_dev_sign_in(const exchange& x) {
  fields f(*x.request);
  auth::dev_sign_in m;
  m.username = f.text("username", {.required = true, .min = 1, .max = 100}).value_or("");
  m.email = f.text("email", {.max = 255}).value_or("");
  m.full_name = f.text("display_name", {.max = 255}).value_or("");
  if (!f.ok()) return unprocessable(f.issues());
  return m;
}

/// What `register` gets below /api/v1: `display_name` is the full name.
parsed<auth::register_user> parse_v1_register(const exchange& x) {
  auto command = parse_register(x);
  if (auto* m = std::get_if<auth::register_user>(&command)) {
    fields f(*x.request);
    auto shown = f.text("display_name", {.max = 255});
    if (!f.ok()) return unprocessable(f.issues());
    if (shown && m->full_name.empty()) m->full_name = std::move(*shown);
  }
  return command;
}

/// Registers and signs in.
std::function<void(exchange)> registering(actors::system& sys, const auth_actor& accounts,
                                          const sign_in_sessions& sessions) {
  return [&sys, accounts, sessions](exchange x) {
    auto command = parse_v1_register(x);
    if (auto* refused = std::get_if<response>(&command)) {
      x.out->send(std::move(*refused));
      return;
    }
    auth::join m{std::move(std::get<auth::register_user>(command))};
    auto a = arrival_of(x, 201);
    a.refuse = not_registered;
    sign_in(sys, accounts, sessions, std::move(m), std::move(a));
  };
}

/// Ends every sign-in, then every session of the caller (choice 15).
std::function<void(exchange)> signing_out(actors::system& sys, const auth_actor& accounts,
                                          const sign_in_sessions& sessions) {
  return [&sys, accounts, sessions](exchange x) {
    auto ctx = x.ctx;
    sys.call(accounts, auth::sign_out_everywhere{}, std::move(ctx),
             [&sys, sessions, out = std::move(x.out), ctx = x.ctx,
              cookie = cookie_wish_of(*x.request)](outcome<done> ended) mutable {
               if (!ended) {
                 out->send(problem(ended.error()));
                 return;
               }
               sessions::delete_sessions all{ctx.user, {}};
               sys.call(sessions, std::move(all), std::move(ctx),
                        [out = std::move(out), cookie](outcome<sessions::sessions_deleted> gone) {
                          json::value body;
                          body.set("message", "Logged out successfully")
                              .set("revoked", true)
                              .set("all_sessions_ended", bool(gone));
                          auto answer = json_response(200, body);
                          if (cookie.wanted) drop_refresh_cookie(answer);
                          out->send(std::move(answer));
                        });
             });
  };
}

/// The token of the body, or of the cookie where the page has one.
parsed<auth::refresh_tokens> parse_v1_refresh(const exchange& x) {
  if (!cookie_wish_of(*x.request).wanted) return parse_refresh(x);
  auth::refresh_tokens m;
  m.token = secret<>(refresh_cookie_of(*x.request));
  if (m.token.expose().empty())
    return problem(fail(ec::unauthenticated, "nobody is signed in with this browser"));
  return m;
}

response refreshed(const auth::signed_in& in, const request& r) {
  auto body = tokens_json(in.tokens);
  body.set("refresh_expires_in", std::int64_t{in.tokens.refresh_seconds})
      .set("expires_at", in.tokens.access_ends / millisecond);
  return token_response(200, std::move(body), cookie_wish_of(r), in.tokens);
}

response profile(const auth::user_record& u, const request&) {
  auto body = user_v1_json(u);
  body.set("organization", json::value());
  return json_response(200, body);
}

response config(const std::string& registration) {
  return json_response(200, json::value()
                                .set("auth_mode", "local")
                                .set("login_endpoint", "/api/v1/auth/login")
                                .set("register_endpoint", "/api/v1/auth/register")
                                .set("refresh_endpoint", "/api/v1/auth/refresh")
                                .set("supports_registration", registration != "closed")
                                .set("registration", registration)
                                .set("password_required", true));
}

}  // namespace

route_table auth_v1_routes(actors::system& sys, const auth_actor& accounts, const sign_in_sessions& sessions,
                           const std::string& registration) {
  route_table rows;
  const auto open_post = [&rows](std::string pattern, std::string operation,
                                 std::function<void(exchange)> serve) {
    rows.push_back({.verb = method::post,
                    .pattern = std::move(pattern),
                    .operation = std::move(operation),
                    .needs = access::open,
                    .takes = body_kind::json,
                    .counts = budget::write,
                    .serve = std::move(serve)});
  };
  open_post("/api/v1/auth/register", "registerV1", registering(sys, accounts, sessions));
  rows.back().guards_origin = true;
  open_post("/api/v1/auth/login", "loginV1",
            signing_in<auth::sign_in>(sys, accounts, sessions, parse_v1_sign_in));
  open_post("/api/v1/auth/dev-login", "devLoginV1",
            signing_in<auth::dev_sign_in>(sys, accounts, sessions, parse_dev_sign_in));
  rows.back().guards_origin = true;
  open_post("/api/v1/auth/refresh", "refreshTokensV1",
            ask<auth::refresh_tokens>(sys, accounts, parse_v1_refresh, refreshed));
  for (const auto& [pattern, operation] :
       {std::pair{"/api/v1/auth/logout", "logoutV1"}, std::pair{"/v1/auth/logout", "logoutShort"}})
    rows.push_back({.verb = method::post,
                    .pattern = pattern,
                    .operation = operation,
                    .counts = budget::write,
                    .speaks = dialect::v1,
                    .for_people = true,
                    .serve = signing_out(sys, accounts, sessions)});
  rows.push_back(
      {.verb = method::get,
       .pattern = "/api/v1/auth/me",
       .operation = "currentUserV1",
       .serve = ask<auth::get_profile>(
           sys, accounts, [](const exchange&) -> parsed<auth::get_profile> { return auth::get_profile{}; },
           profile)});
  rows.push_back({.verb = method::get,
                  .pattern = "/api/v1/auth/config",
                  .operation = "authConfigV1",
                  .needs = access::open,
                  .serve = [registration](exchange x) { x.out->send(config(registration)); }});
  return rows;
}

}  // namespace fm::http

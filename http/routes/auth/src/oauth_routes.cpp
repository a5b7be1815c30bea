// Authorization code with PKCE for clients that sign in by the dashboard (RFC 6749, 7009, 7636).
#include "auth_json.hpp"
#include "fm/http/auth_routes.hpp"

#include <fm/http/json_response.hpp>

#include <algorithm>
#include <string_view>
#include <utility>

namespace fm::http {

namespace {

response oauth_problem(int status, const char* error, std::string description) {
  return secret_response(status,
                         json::value().set("error", error).set("error_description", std::move(description)));
}

/// What does not fit of a code or a refresh token is an invalid grant (RFC 6749, section 5.2).
response grant_refused(const failure& why) {
  if (why.code == ec::invalid || why.code == ec::unauthenticated)
    return oauth_problem(400, "invalid_grant", why.text);
  return problem(why);
}

/// What the dashboard asks for in the client's name.
struct wish {
  std::string client, redirect, scope, state, challenge;
};

constexpr std::size_t challenge_characters = 43;  // of SHA-256 in base64url

/// RFC 7636, section 4.2; S256 is the only method.
bool is_challenge(std::string_view text) {
  return text.size() == challenge_characters && std::all_of(text.begin(), text.end(), [](char c) {
           return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
                  c == '_';
         });
}

constexpr text_rule needed{.required = true, .min = 1, .max = 2'000};
constexpr text_rule optional{.max = 2'000};

/// Reads a wish from a query or from a body, which have the same functions.
template <class Fields>
std::variant<wish, response> read_wish(Fields& f) {
  wish w;
  w.client = f.text("client_id", needed).value_or("");
  w.redirect = f.text("redirect_uri", needed).value_or("");
  w.scope = f.text("scope", optional).value_or("");
  w.state = f.text("state", optional).value_or("");
  w.challenge = f.text("code_challenge", needed).value_or("");
  const auto method = f.text("code_challenge_method", optional).value_or("");
  if (!f.ok()) return unprocessable(f.issues());
  if (method != "S256") return oauth_problem(400, "invalid_request", "code_challenge_method must be S256");
  if (!is_challenge(w.challenge))
    return oauth_problem(400, "invalid_request", "code_challenge is not the base64url of a SHA-256");
  return w;
}

json::value consent_json(const wish& w, const providers::principal& who) {
  json::value out;
  out.set("client_id", w.client)
      .set("redirect_uri", w.redirect)
      .set("scope", w.scope)
      .set("state", w.state)
      .set("code_challenge", w.challenge)
      .set("code_challenge_method", "S256")
      .set("user", json::value()
                       .set("user_id", who.user)
                       .set("username", who.username)
                       .set("email", who.email)
                       .set("roles", json_texts(who.roles)));
  return out;
}

/// Says what a person is about to consent to; nothing is given out yet.
std::function<void(exchange)> asking(actors::system& sys, const auth_actor& accounts) {
  return [&sys, accounts](exchange x) {
    query_fields q(*x.request);
    if (q.text("response_type", optional).value_or("code") != "code") {
      x.out->send(oauth_problem(400, "unsupported_response_type", "response_type must be code"));
      return;
    }
    auto read = read_wish(q);
    if (auto* refused = std::get_if<response>(&read)) {
      x.out->send(std::move(*refused));
      return;
    }
    auto& w = std::get<wish>(read);
    auth::check_client m{w.client, w.redirect};
    sys.call(accounts, std::move(m), std::move(x.ctx),
             [out = std::move(x.out), body = consent_json(w, *x.who)](outcome<done> fits) {
               out->send(fits ? secret_response(200, body) : problem(fits.error()));
             });
  };
}

/// What the person decided.
std::function<void(exchange)> deciding(actors::system& sys, const auth_actor& accounts) {
  return [&sys, accounts](exchange x) {
    fields f(*x.request);
    const auto approved = f.flag("approved", true).value_or(false);
    auto read = read_wish(f);
    if (auto* refused = std::get_if<response>(&read)) {
      x.out->send(std::move(*refused));
      return;
    }
    auto& w = std::get<wish>(read);
    if (!approved) {
      x.out->send(oauth_problem(200, "access_denied", "the person has not consented"));
      return;
    }
    auth::authorize_client m{w.client, w.redirect, w.challenge};
    sys.call(accounts, std::move(m), std::move(x.ctx),
             [out = std::move(x.out), state = w.state](outcome<auth::code_made> made) {
               if (made)
                 out->send(secret_response(
                     200, json::value().set("code", made->code.expose()).set("state", state)));
               else
                 out->send(problem(made.error()));
             });
  };
}

response granted(const auth::signed_in& in, const request&) {
  auto body = tokens_json(in.tokens);
  body.set("refresh_expires_in", std::int64_t{in.tokens.refresh_seconds})
      .set("user_id", in.user.id)
      .set("username", in.user.username);
  return secret_response(200, body);
}

/// Gives what was sent as the form of RFC 6749 or as JSON to `read`.
template <class Read>
auto with_fields(const request& r, Read read) {
  if (!r.form.empty()) {
    form_fields f(r);
    return read(f);
  }
  fields f(r);
  return read(f);
}

/// A required secret.
template <class Fields>
secret<> grant_secret(Fields& f, std::string_view name, std::size_t most = 8'192) {
  return secret<>(f.text(name, {.required = true, .min = 1, .max = most}).value_or(""));
}

template <class Fields>
void exchange_grant(Fields& f, exchange x, actors::system& sys, const auth_actor& accounts) {
  const auto kind = f.text("grant_type", needed).value_or("");
  auto answer = [out = x.out, request = x.request](outcome<auth::signed_in> in) {
    out->send(in ? granted(*in, *request) : grant_refused(in.error()));
  };
  if (kind == "authorization_code") {
    auth::redeem_code m;
    m.code = grant_secret(f, "code", 255);
    m.verifier = grant_secret(f, "code_verifier", 255);
    m.client = f.text("client_id", needed).value_or("");
    m.redirect = f.text("redirect_uri", needed).value_or("");
    if (f.ok()) {
      sys.call(accounts, std::move(m), std::move(x.ctx), std::move(answer));
      return;
    }
  } else if (kind == "refresh_token") {
    auth::refresh_tokens m;
    m.token = grant_secret(f, "refresh_token");
    f.text("client_id", optional);
    if (f.ok()) {
      sys.call(accounts, std::move(m), std::move(x.ctx), std::move(answer));
      return;
    }
  } else if (f.ok()) {
    x.out->send(oauth_problem(400, "unsupported_grant_type",
                              "grant_type must be authorization_code or refresh_token"));
    return;
  }
  x.out->send(unprocessable(f.issues()));
}

std::function<void(exchange)> exchanging(actors::system& sys, const auth_actor& accounts) {
  return [&sys, accounts](exchange x) {
    const auto sent = x.request;
    with_fields(*sent, [&](auto& f) { exchange_grant(f, std::move(x), sys, accounts); });
  };
}

parsed<auth::revoke_refresh> parse_revoke(const exchange& x) {
  return with_fields(*x.request, [](auto& f) -> parsed<auth::revoke_refresh> {
    auth::revoke_refresh m;
    m.token = grant_secret(f, "token");
    f.text("token_type_hint", optional);
    f.text("client_id", optional);
    if (!f.ok()) return unprocessable(f.issues());
    return m;
  });
}

}  // namespace

route_table oauth_routes(actors::system& sys, const auth_actor& accounts) {
  const std::string at = "/api/v1/auth/oauth/";
  route_table rows;
  rows.push_back({.verb = method::get,
                  .pattern = at + "authorize",
                  .operation = "oauthConsentV1",
                  .speaks = dialect::oauth,
                  .for_people = true,
                  .guards_origin = true,
                  .serve = asking(sys, accounts)});
  rows.push_back({.verb = method::post,
                  .pattern = at + "authorize",
                  .operation = "oauthAuthorizeV1",
                  .takes = body_kind::json,
                  .counts = budget::write,
                  .speaks = dialect::oauth,
                  .for_people = true,
                  .guards_origin = true,
                  .serve = deciding(sys, accounts)});
  rows.push_back({.verb = method::post,
                  .pattern = at + "token",
                  .operation = "oauthTokenV1",
                  .needs = access::open,
                  .takes = body_kind::json_or_form,
                  .counts = budget::write,
                  .speaks = dialect::oauth,
                  .serve = exchanging(sys, accounts)});
  rows.push_back(
      {.verb = method::post,
       .pattern = at + "revoke",
       .operation = "oauthRevokeV1",
       .needs = access::open,
       .takes = body_kind::json_or_form,
       .counts = budget::write,
       .speaks = dialect::oauth,
       .serve = ask<auth::revoke_refresh>(sys, accounts, parse_revoke, [](const done&, const request&) {
         return secret_response(200, json::object{});
       })});
  return rows;
}

}  // namespace fm::http

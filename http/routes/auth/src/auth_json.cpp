#include "auth_json.hpp"

#include <fm/auth/account_rules.hpp>
#include <fm/http/fields.hpp>
#include <fm/http/json_response.hpp>

#include <algorithm>
#include <string>
#include <string_view>
#include <utility>

namespace fm::http {

namespace {

constexpr std::size_t longest_token = 255;

json::array texts(std::initializer_list<const char*> all) {
  json::array out;
  for (const auto* t : all) out.emplace_back(t);
  return out;
}

/// Any text, also one that other fields would refuse: all of its bytes count.
secret<> password_of(fields& f, std::string_view name) {
  const auto* v = f.raw(name);
  if (!v) {
    f.add("missing", name, "Field required");
  } else if (!v->as_string()) {
    f.add("string_type", name, "Input should be a valid string");
  } else {
    return secret<>(*v->as_string());
  }
  return {};
}

}  // namespace

std::string email_of(fields& f) {
  auto email = f.text("email", {.required = true, .max = auth::longest_email}).value_or("");
  auto fault = email.empty() ? std::string_view() : auth::email_fault(email);
  if (!fault.empty()) f.add("value_error", "email", std::string(fault));
  return email;
}

secret<> secret_of(fields& f, std::string_view name, std::size_t most) {
  return secret<>(f.text(name, {.required = true, .min = 1, .max = most}).value_or(""));
}

secret<> new_password_of(fields& f, std::string_view name) {
  const auto before = f.issues().size();
  auto password = password_of(f, name);
  const auto& text = password.expose();
  if (auto fault = auth::password_fault(text); f.issues().size() == before && !fault.empty())
    f.add(text.size() > auth::longest_password ? "string_too_long" : "string_too_short", name,
          std::string(fault));
  return password;
}

response not_registered(const failure& why) {
  auto r = problem(why);
  if (why.code == ec::forbidden) r.header("x-error-code", "REGISTRATION_CLOSED");
  return r;
}

response last_admin(const failure& why) {
  auto r = problem(why);
  if (why.code == ec::conflict) r.header("x-error-code", "LAST_ADMIN");
  return r;
}

response secret_response(int status, const json::value& body) {
  auto r = json_response(status, body);
  r.header("Cache-Control", "no-store");
  return r;
}

json::value user_v1_json(const auth::user_record& u) {
  const bool admin = std::find(u.roles.begin(), u.roles.end(), "admin") != u.roles.end();
  auto out = user_json(u, true);
  out.set("display_name", u.full_name.empty() ? u.username : u.full_name)
      .set("is_admin", admin)
      .set("is_dev_user", u.developer)
      .set("created_at", time_text(u.created));
  return out;
}

json::value account_json(const auth::user_record& u) {
  auto out = user_json(u, true);
  out.set("created_at", time_text(u.created)).set("last_login_at", time_or_null(u.last_login));
  return out;
}

json::value user_json(const auth::user_record& u, bool with_verified) {
  json::array roles;
  for (const auto& r : u.roles) roles.emplace_back(r);
  json::value out;
  out.set("user_id", u.id)
      .set("email", u.email)
      .set("username", u.username)
      .set("full_name", text_or_null(u.full_name))
      .set("roles", std::move(roles))
      .set("is_active", u.active);
  if (with_verified) out.set("is_verified", u.verified);
  return out;
}

json::value tokens_json(const auth::token_pair& p) {
  json::value out;
  out.set("access_token", p.access.expose())
      .set("refresh_token", p.refresh.expose())
      .set("token_type", "bearer")
      .set("expires_in", std::int64_t{p.access_seconds});
  return out;
}

json::value key_json(const auth::published_key& k) {
  json::value key;
  key.set("kty", k.type).set("alg", k.algorithm).set("use", "sig").set("kid", k.id);
  if (!k.modulus.empty()) key.set("n", k.modulus).set("e", k.exponent);
  json::array keys;
  keys.push_back(std::move(key));
  json::value out;
  out.set("keys", std::move(keys));
  return out;
}

json::value discovery_json(const auth::published_key& k) {
  json::array algorithms;
  algorithms.emplace_back(k.algorithm);
  json::value out;
  out.set("issuer", "faultmaven-auth")
      .set("authorization_endpoint", "/auth/login")
      .set("token_endpoint", "/auth/login")
      .set("userinfo_endpoint", "/auth/me")
      .set("jwks_uri", "/auth/.well-known/jwks.json")
      .set("response_types_supported", texts({"token"}))
      .set("subject_types_supported", texts({"public"}))
      .set("id_token_signing_alg_values_supported", std::move(algorithms))
      .set("token_endpoint_auth_methods_supported", texts({"none"}))
      .set("claims_supported", texts({"sub", "email", "username", "roles"}))
      .set("grant_types_supported", texts({"password", "refresh_token"}));
  return out;
}

parsed<auth::register_user> parse_register(const exchange& x) {
  fields f(*x.request);
  auth::register_user m;
  m.email = email_of(f);
  m.username = f.text("username", {.required = true, .min = 1, .max = auth::longest_username}).value_or("");
  if (auto fault = auth::username_fault(m.username, m.email); !m.username.empty() && !fault.empty())
    f.add("value_error", "username", std::string(fault));
  m.password = new_password_of(f, "password");
  m.full_name = f.text("full_name", {.max = auth::longest_full_name}).value_or("");
  m.setup_token = secret<>(f.text("setup_token", {.max = longest_token}).value_or(""));
  m.invite = secret<>(f.text("invite", {.max = longest_token}).value_or(""));
  m.address = x.request->remote;
  if (!f.ok()) return unprocessable(f.issues());
  return m;
}

parsed<auth::sign_in> parse_sign_in(const exchange& x) {
  fields f(*x.request);
  auth::sign_in m;
  m.login = email_of(f);
  m.password = password_of(f, "password");
  m.address = x.request->remote;
  if (!f.ok()) return unprocessable(f.issues());
  return m;
}

parsed<auth::refresh_tokens> parse_refresh(const exchange& x) {
  fields f(*x.request);
  auth::refresh_tokens m;
  m.token = secret<>(f.text("refresh_token", {.required = true, .min = 1, .max = 8'192}).value_or(""));
  if (!f.ok()) return unprocessable(f.issues());
  return m;
}

parsed<auth::sign_out> parse_sign_out(const exchange& x) {
  auth::sign_out m;
  m.token_id = x.who->token_id;
  m.family = x.who->family;
  m.expires = x.who->expires;
  return m;
}

}  // namespace fm::http

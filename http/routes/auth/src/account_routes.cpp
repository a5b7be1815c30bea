#include "auth_json.hpp"
#include "fm/http/auth_routes.hpp"

#include <fm/http/json_response.hpp>

#include <algorithm>
#include <array>

namespace fm::http {

namespace {

constexpr std::array<std::string_view, 3> scope_words{"read", "write", "admin"};
constexpr std::array<std::string_view, 2> role_words{"user", "admin"};
constexpr std::int64_t most_days = 3'650;

/// Some of a few words, each once.
std::optional<std::vector<std::string>> words_of(fields& f, std::string_view name,
                                                 std::span<const std::string_view> allowed) {
  auto given = f.texts(name, allowed.size());
  if (!given) return std::nullopt;
  std::vector<std::string> out;
  for (auto word : allowed)
    if (std::find(given->begin(), given->end(), word) != given->end()) out.emplace_back(word);
  if (out.size() == given->size()) return out;
  std::string all;
  for (auto word : allowed) all += (all.empty() ? "" : ", ") + std::string(word);
  f.add("enum", name, "Input should be some of " + all + ", each once");
  return std::nullopt;
}

// -- passwords -------------------------------------------------------------------------------------------

parsed<auth::change_own_password> parse_change_password(const exchange& x) {
  fields f(*x.request);
  auth::change_own_password m;
  m.present = secret_of(f, "current_password", 1'024);
  m.next = new_password_of(f, "new_password");
  m.address = x.request->remote;
  if (!f.ok()) return unprocessable(f.issues());
  return m;
}

parsed<auth::reset_password> parse_reset(const exchange& x) {
  fields f(*x.request);
  auth::reset_password m;
  m.token = secret_of(f, "token", 255);
  m.password = new_password_of(f, "new_password");
  m.address = x.request->remote;
  if (!f.ok()) return unprocessable(f.issues());
  return m;
}

response new_sign_in(const auth::signed_in& in, const request&) {
  return secret_response(200, tokens_json(in.tokens));
}

response was_reset(const done&, const request&) {
  return json_response(200, json::value().set("message", "the password was changed: sign in with it"));
}

// -- keys ------------------------------------------------------------------------------------------------

json::value key_record_json(const auth::key_record& k) {
  json::value out;
  out.set("key_id", k.id)
      .set("name", k.name)
      .set("prefix", k.shown)
      .set("scopes", json_texts(k.scopes))
      .set("created_at", time_text(k.created))
      .set("expires_at", k.expires == forever ? json::value() : json::value(time_text(k.expires)));
  return out;
}

parsed<auth::make_key> parse_make_key(const exchange& x) {
  fields f(*x.request);
  auth::make_key m;
  m.name = f.text("name", {.required = true, .min = 1, .max = 100}).value_or("");
  m.scopes = words_of(f, "scopes", scope_words).value_or(std::vector<std::string>{"read"});
  if (m.scopes.empty()) f.add("too_short", "scopes", "List should have at least 1 item");
  m.days = static_cast<std::uint32_t>(f.integer("expires_in_days", {.min = 1, .max = most_days}).value_or(0));
  if (!f.ok()) return unprocessable(f.issues());
  return m;
}

response made_key(const auth::key_made& k, const request&) {
  auto body = key_record_json(k.key);
  body.set("key", k.text.expose());
  return secret_response(201, body);
}

response keys(const auth::key_list& list, const request&) {
  json::array all;
  for (const auto& k : list.keys) all.push_back(key_record_json(k));
  return json_response(200, json::value().set("keys", std::move(all)));
}

parsed<auth::revoke_key> parse_revoke_key(const exchange& x) {
  const auto& id = x.request->path_args.at(0);
  if (!is_uuid(id)) return unknown_object("API key", id);
  return auth::revoke_key{id};
}

// -- administration --------------------------------------------------------------------------------------

parsed<auth::list_users> parse_list_users(const exchange& x) {
  query_fields q(*x.request);
  auth::list_users m;
  m.containing = q.text("search", {.max = 255}).value_or("");
  m.limit = static_cast<std::uint32_t>(q.integer("limit", {.min = 1, .max = 100}).value_or(50));
  m.offset = static_cast<std::uint64_t>(q.integer("offset", {.min = 0}).value_or(0));
  if (!q.ok()) return unprocessable(q.issues());
  return m;
}

response users(const auth::user_page& page, const request&) {
  json::array all;
  for (const auto& u : page.users) all.push_back(account_json(u));
  return json_response(200, json::value().set("users", std::move(all)).set("total_count", page.total));
}

parsed<auth::change_user> parse_change_user(const exchange& x) {
  fields f(*x.request);
  auth::change_user m;
  if (auto active = f.flag("is_active")) {
    m.has_active = true;
    m.active = *active;
  }
  if (auto roles = words_of(f, "roles", role_words)) {
    m.has_roles = true;
    m.roles = std::move(*roles);
    if (m.roles.empty() || m.roles.front() != "user")
      f.add("value_error", "roles", "Every account has the role user");
  }
  if (!f.ok()) return unprocessable(f.issues());
  return for_user(x, std::move(m));
}

response account(const auth::user_record& u, const request&) { return json_response(200, account_json(u)); }

response granted(const auth::reset_granted& g, const request&) {
  return secret_response(
      201, json::value().set("reset_token", g.token.expose()).set("expires_at", time_text(g.expires)));
}

parsed<auth::list_audit> parse_list_audit(const exchange& x) {
  query_fields q(*x.request);
  auth::list_audit m;
  m.user = q.text("user_id", {.max = 100}).value_or("");
  m.action = q.text("action", {.max = 100}).value_or("");
  m.before = q.text("before", {.max = 100}).value_or("");
  m.limit = static_cast<std::uint32_t>(q.integer("limit", {.min = 1, .max = 200}).value_or(50));
  if (!q.ok()) return unprocessable(q.issues());
  return m;
}

response audit_log(const auth::audit_page& page, const request&) {
  json::array all;
  for (const auto& a : page.records)
    all.push_back(json::value()
                      .set("audit_id", a.id)
                      .set("timestamp", time_text(a.time))
                      .set("user_id", text_or_null(a.user))
                      .set("action", a.action)
                      .set("object", a.object)
                      .set("request_id", a.request)
                      .set("detail", text_or_null(a.detail)));
  return json_response(200, json::value().set("records", std::move(all)));
}

}  // namespace

route_table account_routes(actors::system& sys, const auth_actor& accounts) {
  route_table rows;
  rows.push_back(
      {.verb = method::post,
       .pattern = "/auth/password",
       .operation = "changePassword",
       .takes = body_kind::json,
       .counts = budget::write,
       .for_people = true,
       .serve = ask<auth::change_own_password>(sys, accounts, parse_change_password, new_sign_in)});
  rows.push_back({.verb = method::post,
                  .pattern = "/auth/password-reset",
                  .operation = "resetPassword",
                  .needs = access::open,
                  .takes = body_kind::json,
                  .counts = budget::write,
                  .serve = ask<auth::reset_password>(sys, accounts, parse_reset, was_reset)});
  rows.push_back({.verb = method::post,
                  .pattern = "/auth/api-keys",
                  .operation = "createApiKey",
                  .takes = body_kind::json,
                  .counts = budget::write,
                  .for_people = true,
                  .serve = ask<auth::make_key>(sys, accounts, parse_make_key, made_key)});
  rows.push_back({.verb = method::get,
                  .pattern = "/auth/api-keys",
                  .operation = "listApiKeys",
                  .for_people = true,
                  .serve = ask<auth::list_keys>(
                      sys, accounts,
                      [](const exchange&) -> parsed<auth::list_keys> { return auth::list_keys{}; }, keys)});
  rows.push_back({.verb = method::del,
                  .pattern = "/auth/api-keys/{key_id}",
                  .operation = "revokeApiKey",
                  .counts = budget::write,
                  .for_people = true,
                  .serve = ask<auth::revoke_key>(sys, accounts, parse_revoke_key,
                                                 [](const done&, const request&) { return no_content(); })});
  rows.push_back({.verb = method::get,
                  .pattern = "/admin/users",
                  .operation = "listUsers",
                  .needs = access::admin,
                  .serve = ask<auth::list_users>(sys, accounts, parse_list_users, users)});
  rows.push_back(
      {.verb = method::get,
       .pattern = "/admin/users/{user_id}",
       .operation = "getUser",
       .needs = access::admin,
       .serve = ask<auth::get_user>(
           sys, accounts, [](const exchange& x) { return for_user(x, auth::get_user{}); }, account)});
  rows.push_back({.verb = method::patch,
                  .pattern = "/admin/users/{user_id}",
                  .operation = "changeUser",
                  .needs = access::admin,
                  .takes = body_kind::json,
                  .counts = budget::write,
                  .serve = ask<auth::change_user>(sys, accounts, parse_change_user, account, last_admin)});
  rows.push_back(
      {.verb = method::post,
       .pattern = "/admin/users/{user_id}/password-reset",
       .operation = "grantPasswordReset",
       .needs = access::admin,
       .counts = budget::write,
       .for_people = true,
       .serve = ask<auth::grant_reset>(
           sys, accounts, [](const exchange& x) { return for_user(x, auth::grant_reset{}); }, granted)});
  rows.push_back({.verb = method::get,
                  .pattern = "/admin/audit-log",
                  .operation = "auditLog",
                  .needs = access::admin,
                  .serve = ask<auth::list_audit>(sys, accounts, parse_list_audit, audit_log)});
  return rows;
}

}  // namespace fm::http

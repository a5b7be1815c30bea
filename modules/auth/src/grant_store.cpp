#include "grant_store.hpp"

#include "fm/auth/account_rules.hpp"

#include <algorithm>
#include <utility>

namespace fm::auth::store {

namespace {

bool has(const std::vector<std::string>& all, std::string_view one) {
  return std::find(all.begin(), all.end(), one) != all.end();
}

/// A pattern of LIKE for texts that contain this one.
std::string pattern_of(const std::string& containing) {
  std::string out = "%";
  for (char c : lower_case(containing)) {
    if (c == '%' || c == '_' || c == '\\') out += '\\';
    out += c;
  }
  return out + "%";
}

}  // namespace

db::operation count_users(const std::string& containing) {
  return {"auth.count_users", {pattern_of(containing)}};
}
db::operation list_users(const auth::list_users& m) {
  return {"auth.list_users", {pattern_of(m.containing), m.limit, m.offset}};
}
db::operation change_user(const std::string& id, std::optional<bool> active,
                          const std::vector<std::string>& roles, micros now) {
  return {"auth.change_user",
          {id, active ? (*active ? 1 : 0) : -1, roles.empty() ? "" : list_text(roles), now},
          1};
}
void take_changed(const db::row_set& changed, user_record& into) {
  const auto& row = changed.rows.at(0);
  into.active = row.at(1).integer == 1;
  into.roles = roles_of(row.at(2).bytes);
}

std::vector<db::operation> void_grants(const std::string& user) {
  return {{"auth.void_resets", {user}}, {"auth.void_codes", {user}}};
}
db::operation withdraw_invites_of(const std::string& admin) { return {"auth.withdraw_invites_of", {admin}}; }

std::vector<db::operation> insert_reset(const std::string& hash, const std::string& user, micros expires) {
  return {{"auth.void_resets", {user}}, {"auth.insert_reset", {hash, user, expires}, 1}};
}
db::operation reset_by_hash(const std::string& hash, micros now) {
  return {"auth.reset_by_hash", {hash, now}};
}
db::operation use_reset(const std::string& hash, micros now) { return {"auth.use_reset", {hash, now}, 1}; }

db::operation insert_key(const key_record& k, const std::string& user, const std::string& hash) {
  return {"auth.insert_key",
          {k.id, user, k.name, k.shown, hash, list_text(k.scopes), k.created, k.expires, most_keys},
          1};
}
db::operation keys_of_user(const std::string& user) { return {"auth.keys_of_user", {user}}; }
key_record key_of(const db::row& r) {
  return {r.at(0).bytes,           r.at(1).bytes,   r.at(2).bytes,
          roles_of(r.at(3).bytes), r.at(4).integer, r.at(5).integer};
}
db::operation delete_key(const std::string& id, const std::string& user) {
  return {"auth.delete_key", {id, user}, 1};
}
db::operation live_keys(micros now) { return {"auth.live_keys", {now}}; }
db::operation live_keys_of_user(const std::string& user, micros now) {
  return {"auth.live_keys_of_user", {user, now}};
}
providers::api_key_entry entry_of(const db::row& r) {
  const auto scopes = roles_of(r.at(6).bytes);
  providers::api_key_entry e;
  e.hash = r.at(0).bytes;
  e.id = r.at(1).bytes;
  e.user = r.at(2).bytes;
  e.email = r.at(3).bytes;
  e.username = r.at(4).bytes;
  e.expires = r.at(7).integer;
  e.reads_only = !has(scopes, "write") && !has(scopes, "admin");
  // A key can do no more than its owner can today, and is an admin's only if it was made as one.
  for (auto& role : roles_of(r.at(5).bytes))
    if (role != "admin" || has(scopes, "admin")) e.roles.push_back(std::move(role));
  return e;
}

db::operation insert_code(const std::string& hash, const std::string& user, const authorize_client& m,
                          micros expires) {
  return {"auth.insert_code", {hash, user, m.client, m.redirect, m.challenge, expires}, 1};
}
db::operation code_by_hash(const std::string& hash) { return {"auth.code_by_hash", {hash}}; }
code_row code_of(const db::row& r) {
  constexpr std::size_t first_of_user = 6;
  return {r.at(0).bytes,
          r.at(1).bytes,
          r.at(2).bytes,
          r.at(3).integer,
          time_of(r.at(4)),
          r.at(5).bytes,
          user_at(r, first_of_user)};
}
db::operation use_code(const std::string& hash, micros now, const std::string& family) {
  return {"auth.use_code", {hash, now, family}, 1};
}

db::operation list_audit(const auth::list_audit& m) {
  if (m.user.empty() && m.action.empty()) return {"auth.list_audit", {m.before, m.limit}};
  if (m.action.empty()) return {"auth.list_audit_of_user", {m.before, m.limit, m.user}};
  if (m.user.empty()) return {"auth.list_audit_of_action", {m.before, m.limit, m.action}};
  return {"auth.list_audit_of_user_and_action", {m.before, m.limit, m.user, m.action}};
}
audit_record audit_of(const db::row& r) {
  return {r.at(0).bytes, r.at(1).integer, r.at(2).bytes, r.at(3).bytes,
          r.at(4).bytes, r.at(5).bytes,   r.at(6).bytes};
}

std::vector<db::operation> delete_expired_grants(micros now, micros audit_from) {
  return {{"auth.delete_expired_keys", {now}},
          {"auth.delete_expired_codes", {now}},
          {"auth.delete_expired_resets", {now}},
          {"auth.delete_old_audit", {audit_from}}};
}

}  // namespace fm::auth::store

#include "auth_store.hpp"

#include "fm/auth/account_rules.hpp"
#include "fm/auth/spawn.hpp"

#include <fm/json/value.hpp>
#include <fm/utf8/folding.hpp>

#include <utility>

namespace fm::auth {

namespace {

constexpr std::string_view tables = R"(
create table users (
  id text primary key not null, email text not null unique, username text not null,
  username_key text not null unique, password_hash text, full_name text, avatar_url text, roles text not null,
  is_active integer not null, is_verified integer not null, user_metadata text not null,
  created_at integer not null, updated_at integer not null, last_login_at integer,
  tokens_from integer not null);
create index users_by_change on users (updated_at);
create index users_inactive on users (id) where is_active = 0;
create index users_by_tokens_from on users (tokens_from);
create table refresh_tokens (
  id text primary key not null, user_id text not null references users (id) on delete cascade,
  family text not null, created_at integer not null, expires_at integer not null, used_at integer,
  revoked_at integer, sealed blob);
create index refresh_tokens_of_family on refresh_tokens (family);
create index refresh_tokens_of_user on refresh_tokens (user_id);
create index refresh_tokens_by_end on refresh_tokens (expires_at);
create index refresh_tokens_sealed on refresh_tokens (used_at) where sealed is not null;
create table denied_tokens (id text primary key not null, expires_at integer not null);
create index denied_tokens_by_end on denied_tokens (expires_at);
)";

constexpr std::string_view grants = R"(
create table api_keys (
  id text primary key not null, user_id text not null references users (id) on delete cascade,
  name text not null, shown text not null, hash text not null unique, scopes text not null,
  created_at bigint not null, expires_at bigint not null);
create index api_keys_of_user on api_keys (user_id, id);
create table auth_codes (
  hash text primary key not null, user_id text not null references users (id) on delete cascade,
  client text not null, redirect text not null, challenge text not null, expires_at bigint not null,
  used_at bigint, family text);
create index auth_codes_by_end on auth_codes (expires_at);
create table password_resets (
  hash text primary key not null, user_id text not null references users (id) on delete cascade,
  expires_at bigint not null, used_at bigint);
create index password_resets_of_user on password_resets (user_id);
create index password_resets_by_end on password_resets (expires_at);
create table audit_log (
  id text primary key not null, at bigint not null, user_id text not null, action text not null,
  object text not null, request_id text not null, detail text not null);
create index audit_log_of_user on audit_log (user_id, id desc);
create index audit_log_of_action on audit_log (action, id desc);
)";

constexpr std::string_view memberships = R"(
create table invites (
  id text primary key not null, hash text not null unique, email text,
  created_by text not null references users (id) on delete cascade, created_at bigint not null,
  expires_at bigint not null, used_at bigint, used_by text);
create index invites_of_admin on invites (created_by);
create index invites_by_end on invites (expires_at);
create table departures (user_id text primary key not null, at bigint not null, emptied_at bigint);
)";

#define USER_COLUMNS                                                                            \
  "u.id, u.email, u.username, u.full_name, u.roles, u.is_active, u.is_verified, u.created_at, " \
  "u.last_login_at, u.password_hash, u.tokens_from"

// Later than every token that the user $1 has, whichever way the clock was set meanwhile.
#define AFTER_ALL_TOKENS(now)                                                        \
  "(select max(m.t) from (select cast(" now                                          \
  " as bigint) as t union all select o.tokens_from + 1 from users o where o.id = $1" \
  " union all select t.created_at + 1 from refresh_tokens t where t.user_id = $1) m)"
#define OTHER_ACTIVE_ADMIN \
  "exists (select 1 from users o where o.id <> $1 and o.is_active = 1 and o.roles like '%\"admin\"%')"

#define GIVEN_ACTIVE "case when cast($2 as bigint) < 0 then is_active else cast($2 as bigint) end"
#define GIVEN_ROLES "case when cast($3 as text) = '' then roles else cast($3 as text) end"

const db::schema whole_schema{
    {{"auth", 1, tables}, {"auth", 2, grants}, {"auth", 3, memberships}},
    {
        {"auth.insert_user",
         "insert into users (id, email, username, username_key, password_hash, full_name, roles, is_active,"
         " is_verified, user_metadata, created_at, updated_at, tokens_from) select $1, $2, $3, $4, $5, $6,"
         " case when exists (select 1 from users) then $7 else $8 end, 1, 0, '{}', $9, $9, 0"
         " where not exists (select 1 from users where username_key = $10 and $10 <> $4)"
         " and ($11 = 0 or not exists (select 1 from users)) returning roles"},
        {"auth.any_user", "select 1 from users limit 1"},
        {"auth.user_by_email", "select " USER_COLUMNS " from users u where u.email = $1"},
        {"auth.user_by_username",
         "select " USER_COLUMNS
         " from users u where u.username_key = $1 or u.username_key = $2 order by case when u.username_key = "
         "$1 then 0 else 1 end limit 1"},
        {"auth.user_by_id", "select " USER_COLUMNS " from users u where u.id = $1"},
        {"auth.set_last_login", "update users set last_login_at = $2 where id = $1"},
        {"auth.set_password",
         "update users set password_hash = $2, updated_at = $3, tokens_from = " AFTER_ALL_TOKENS(
             "$3") " where id = $1 returning tokens_from"},
        {"auth.void_access_tokens", "update users set updated_at = $2, tokens_from = " AFTER_ALL_TOKENS(
                                        "$2") " where id = $1 returning tokens_from"},
        {"auth.insert_refresh",
         "insert into refresh_tokens (id, user_id, family, created_at, expires_at)"
         " values ($1, $2, $3, $4, $5)"},
        {"auth.open_refresh",
         "insert into refresh_tokens (id, user_id, family, created_at, expires_at) select cast($1 as text), "
         "u.id, "
         "cast($3 as text), cast($4 as bigint), cast($5 as bigint) from users u where u.id = $2 and "
         "u.is_active = 1 "
         "and coalesce(u.password_hash, '') = $6"},
        {"auth.refresh_by_id",
         "select r.id, r.family, r.expires_at, r.used_at, r.revoked_at, r.sealed, " USER_COLUMNS
         " from refresh_tokens r join users u on u.id = r.user_id where r.id = $1"},
        {"auth.use_refresh",
         "update refresh_tokens set used_at = $2, sealed = $3"
         " where id = $1 and used_at is null and revoked_at is null"},
        {"auth.revoke_family",
         "update refresh_tokens set revoked_at = $2, sealed = null where family = $1 and revoked_at is null"},
        {"auth.revoke_user",
         "update refresh_tokens set revoked_at = $2, sealed = null where user_id = $1 and revoked_at is "
         "null"},
        {"auth.forget_sealed",
         "update refresh_tokens set sealed = null where sealed is not null and used_at < $1"},
        {"auth.delete_expired_refresh", "delete from refresh_tokens where expires_at <= $1"},
        {"auth.deny",
         "insert into denied_tokens (id, expires_at) values ($1, $2)"
         " on conflict (id) do update set expires_at = excluded.expires_at"},
        {"auth.denied_after", "select id, expires_at from denied_tokens where expires_at > $1"},
        {"auth.delete_expired_denied", "delete from denied_tokens where expires_at <= $1"},
        {"auth.cutoffs_after",
         "select id, tokens_from, is_active from users where tokens_from > $1"
         " union select id, tokens_from, is_active from users where is_active = 0"},
        {"auth.count_users",
         "select count(*) from users u where u.email like $1 escape '\\' or u.username_key like $1 escape "
         "'\\'"},
        {"auth.list_users",
         "select " USER_COLUMNS
         " from users u where u.email like $1 escape '\\' or u.username_key like $1 escape '\\'"
         " order by u.username_key, u.id limit $2 offset $3"},
        // What is not given (-1, '') stays as it is at this moment, whatever its caller has read before.
        {"auth.change_user",
         "update users set is_active = " GIVEN_ACTIVE ", roles = " GIVEN_ROLES
         ", updated_at = $4, tokens_from = " AFTER_ALL_TOKENS(
             "$4") " where id = $1 and (is_active = 0 or roles not like '%\"admin\"%' or (" GIVEN_ACTIVE
                   " = 1 and " GIVEN_ROLES " like '%\"admin\"%') or " OTHER_ACTIVE_ADMIN
                   ") returning tokens_from, is_active, roles"},
        {"auth.delete_user",
         "delete from users where id = $1 and (is_active = 0 or roles not like '%\"admin\"%' "
         "or " OTHER_ACTIVE_ADMIN ")"},
        {"auth.insert_departure", "insert into departures (user_id, at) values ($1, $2)"},
        {"auth.departures", "select user_id from departures"},
        {"auth.open_departures",
         "select user_id from departures where emptied_at is null or emptied_at < at + $1 order by at"},
        {"auth.note_emptied", "update departures set emptied_at = $2 where user_id = $1"},
        {"auth.delete_old_departures", "delete from departures where emptied_at is not null and at <= $1"},
        {"auth.insert_invite",
         "insert into invites (id, hash, email, created_by, created_at, expires_at)"
         " select $1, $2, $3, $4, $5, $6 where"
         " (select count(*) from invites where used_at is null and expires_at > $5) < $7"},
        {"auth.invites",
         "select id, email, created_by, created_at, expires_at, used_at, used_by from invites"
         " where expires_at > $1 order by id desc limit $2"},
        {"auth.invite_by_hash",
         "select id, email, created_by, created_at, expires_at, used_at, used_by from invites"
         " where hash = $1 and used_at is null and expires_at > $2"},
        {"auth.use_invite",
         "update invites set used_at = $2, used_by = $3 where hash = $1 and used_at is null"},
        {"auth.withdraw_invite", "delete from invites where id = $1 and used_at is null"},
        {"auth.delete_expired_invites", "delete from invites where expires_at <= $1"},
        {"auth.void_resets", "delete from password_resets where user_id = $1"},
        {"auth.void_codes", "delete from auth_codes where user_id = $1"},
        {"auth.withdraw_invites_of",
         "delete from invites where created_by = $1 and used_at is null and not exists (select 1 from users "
         "u where "
         "u.id = $1 and u.is_active = 1 and u.roles like '%\"admin\"%')"},
        {"auth.insert_reset", "insert into password_resets (hash, user_id, expires_at) values ($1, $2, $3)"},
        {"auth.reset_by_hash",
         "select " USER_COLUMNS
         " from password_resets p join users u on u.id = p.user_id where p.hash = $1 and p.used_at is null"
         " and p.expires_at > $2"},
        {"auth.use_reset", "update password_resets set used_at = $2 where hash = $1 and used_at is null"},
        {"auth.delete_expired_resets", "delete from password_resets where expires_at <= $1"},
        {"auth.insert_key",
         "insert into api_keys (id, user_id, name, shown, hash, scopes, created_at, expires_at)"
         " select $1, $2, $3, $4, $5, $6, $7, $8 where (select count(*) from api_keys where user_id = $2) <"
         " $9"},
        {"auth.keys_of_user",
         "select id, name, shown, scopes, created_at, expires_at from api_keys where user_id = $1 order by "
         "id"},
        {"auth.delete_key", "delete from api_keys where id = $1 and user_id = $2"},
        {"auth.live_keys",
         "select k.hash, k.id, k.user_id, u.email, u.username, u.roles, k.scopes, k.expires_at"
         " from api_keys k join users u on u.id = k.user_id where k.expires_at > $1 order by k.id"},
        {"auth.live_keys_of_user",
         "select k.hash, k.id, k.user_id, u.email, u.username, u.roles, k.scopes, k.expires_at"
         " from api_keys k join users u on u.id = k.user_id where k.user_id = $1 and k.expires_at > $2"
         " order by k.id"},
        {"auth.delete_expired_keys", "delete from api_keys where expires_at <= $1"},
        {"auth.insert_code",
         "insert into auth_codes (hash, user_id, client, redirect, challenge, expires_at)"
         " values ($1, $2, $3, $4, $5, $6)"},
        {"auth.code_by_hash",
         "select c.client, c.redirect, c.challenge, c.expires_at, c.used_at, c.family, " USER_COLUMNS
         " from auth_codes c join users u on u.id = c.user_id where c.hash = $1"},
        {"auth.use_code",
         "update auth_codes set used_at = $2, family = $3 where hash = $1 and used_at is null"},
        {"auth.delete_expired_codes", "delete from auth_codes where expires_at <= $1"},
        {"auth.insert_audit",
         "insert into audit_log (id, at, user_id, action, object, request_id, detail)"
         " values ($1, $2, $3, $4, $5, $6, $7)"},
        {"auth.list_audit",
         "select id, at, user_id, action, object, request_id, detail from audit_log"
         " where ($1 = '' or id < $1) order by id desc limit $2"},
        {"auth.list_audit_of_user",
         "select id, at, user_id, action, object, request_id, detail from audit_log"
         " where user_id = $3 and ($1 = '' or id < $1) order by id desc limit $2"},
        {"auth.list_audit_of_action",
         "select id, at, user_id, action, object, request_id, detail from audit_log"
         " where action = $3 and ($1 = '' or id < $1) order by id desc limit $2"},
        {"auth.list_audit_of_user_and_action",
         "select id, at, user_id, action, object, request_id, detail from audit_log"
         " where user_id = $3 and action = $4 and ($1 = '' or id < $1) order by id desc limit $2"},
        {"auth.delete_old_audit", "delete from audit_log where at <= $1"},
        {"auth.users_changed_since",
         "select id, tokens_from, is_active from users where updated_at >= $1 order by updated_at"},
    }};

}  // namespace

const db::schema& schema() { return whole_schema; }

namespace store {

micros time_of(const db::value& v) { return v.is_null() ? 0 : v.integer; }

std::string list_text(const std::vector<std::string>& all) {
  json::array out;
  for (const auto& t : all) out.emplace_back(t);
  return json::write(out);
}

user_row user_at(const db::row& r, std::size_t first) {
  auto at = [&](std::size_t i) -> const db::value& { return r.at(first + i); };
  user_row out;
  out.user.id = at(0).bytes;
  out.user.email = at(1).bytes;
  out.user.username = at(2).bytes;
  out.user.full_name = at(3).bytes;
  out.user.roles = roles_of(at(4).bytes);
  out.user.active = at(5).integer != 0;
  out.user.verified = at(6).integer != 0;
  out.user.created = time_of(at(7));
  out.user.last_login = time_of(at(8));
  out.password_hash = at(9).bytes;
  out.user.developer = out.password_hash.empty();
  out.tokens_from = time_of(at(10));
  return out;
}

std::vector<std::string> roles_of(const std::string& stored) {
  std::vector<std::string> out;
  auto list = json::parse(stored);
  if (const auto* all = list.root.as_array())
    for (const auto& r : *all)
      if (r.as_string()) out.push_back(*r.as_string());
  return out;
}

db::operation insert_user(const user_record& u, const std::string& password_hash,
                          const std::vector<std::string>& if_first, bool only_first) {
  return {"auth.insert_user",
          {u.id, u.email, u.username, folded(u.username), db::value::text_or_null(password_hash),
           db::value::text_or_null(u.full_name), list_text(u.roles), list_text(if_first), u.created,
           lower_case(u.username), only_first ? 1 : 0},
          1};
}
db::operation any_user() { return {"auth.any_user", {}}; }

db::operation user_by_login(const std::string& login) {
  if (login.find('@') != login.npos) return {"auth.user_by_email", {lower_case(login)}};
  // Keys of before know the capital letters of ASCII only.
  return {"auth.user_by_username", {folded(login), lower_case(login)}};
}
db::operation user_by_id(const std::string& id) { return {"auth.user_by_id", {id}}; }
user_row user_of(const db::row& r) { return user_at(r, 0); }
db::operation set_last_login(const std::string& id, micros now) {
  return {"auth.set_last_login", {id, now}, 1};
}
db::operation set_password(const std::string& id, const std::string& password_hash, micros now) {
  return {"auth.set_password", {id, password_hash, now}, 1};
}
db::operation void_access_tokens(const std::string& id, micros now) {
  return {"auth.void_access_tokens", {id, now}};
}

db::operation insert_refresh(const std::string& id, const std::string& user, const std::string& family,
                             micros now, micros expires) {
  return {"auth.insert_refresh", {id, user, family, now, expires}, 1};
}
db::operation open_refresh(const std::string& id, const user_row& owner, const std::string& family,
                           micros now, micros expires) {
  return {"auth.open_refresh", {id, owner.user.id, family, now, expires, owner.password_hash}, 1};
}
db::operation refresh_by_id(const std::string& id) { return {"auth.refresh_by_id", {id}}; }
refresh_row refresh_of(const db::row& r) {
  constexpr std::size_t first_of_user = 6;
  return {r.at(0).bytes,    r.at(1).bytes, time_of(r.at(2)),         time_of(r.at(3)),
          time_of(r.at(4)), r.at(5).bytes, user_at(r, first_of_user)};
}
db::operation use_refresh(const std::string& id, micros now, const std::string& sealed) {
  return {"auth.use_refresh", {id, now, db::value::blob(sealed)}, 1};
}
db::operation revoke_family(const std::string& family, micros now) {
  return {"auth.revoke_family", {family, now}};
}
db::operation revoke_user(const std::string& user, micros now) { return {"auth.revoke_user", {user, now}}; }
db::operation forget_sealed(micros used_before) { return {"auth.forget_sealed", {used_before}}; }
db::operation delete_expired_refresh(micros now) { return {"auth.delete_expired_refresh", {now}}; }

db::operation deny(const std::string& id, micros until) { return {"auth.deny", {id, until}, 1}; }
db::operation denied_after(micros now) { return {"auth.denied_after", {now}}; }
db::operation delete_expired_denied(micros now) { return {"auth.delete_expired_denied", {now}}; }
db::operation cutoffs_after(micros time) { return {"auth.cutoffs_after", {time}}; }
db::operation users_changed_since(micros time) { return {"auth.users_changed_since", {time}}; }
micros new_cutoff(const db::row_set& changed, micros otherwise) {
  return changed.rows.empty() ? otherwise : changed.rows.front().at(0).integer;
}
micros cutoff_of(const db::row& r) { return r.at(2).integer == 0 ? forever : r.at(1).integer; }

}  // namespace store

}  // namespace fm::auth

#include "session_store.hpp"

#include "fm/sessions/spawn.hpp"

#include <utility>

namespace fm::sessions {

namespace {

constexpr std::string_view tables = R"(
create table sessions (
  id text primary key not null, user_id text not null, client_id text, status text not null,
  session_type text not null, timeout_minutes integer not null, data text not null, metadata text not null,
  ip_address text, user_agent text, created_at integer not null, last_accessed_at integer not null,
  expires_at integer not null);
create index sessions_of_user on sessions (user_id, expires_at);
create index sessions_by_end on sessions (expires_at);
)";

#define SESSION_COLUMNS                                                                         \
  "id, user_id, client_id, status, session_type, timeout_minutes, data, metadata, ip_address, " \
  "user_agent, created_at, last_accessed_at, expires_at"

const db::schema whole_schema{
    {{"sessions", 1, tables}},
    {
        {"sessions.insert_session", "insert into sessions (" SESSION_COLUMNS
                                    ") values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)"},
        {"sessions.live_of_user",
         "select " SESSION_COLUMNS " from sessions where user_id = $1 and expires_at > $2 order by id"},
        {"sessions.update_session",
         "update sessions set status = $2, data = $3, metadata = $4, last_accessed_at = $5, expires_at = $6"
         " where id = $1"},
        {"sessions.store_use", "update sessions set last_accessed_at = $2, expires_at = $3 where id = $1"},
        {"sessions.delete_session", "delete from sessions where id = $1"},
        {"sessions.delete_expired", "delete from sessions where expires_at < $1"},
        {"sessions.read_session", "select " SESSION_COLUMNS " from sessions where id = $1 and user_id = $2"},
        {"sessions.clean_user",
         "delete from sessions where user_id = $1 and (expires_at <= $2 or created_at < $3)"},
    }};

}  // namespace

const db::schema& schema() { return whole_schema; }

namespace store {

db::operation insert_session(const session_record& s) {
  return {"sessions.insert_session",
          {s.id, s.user, db::value::text_or_null(s.client_id), s.status, s.type, s.timeout_minutes, s.data,
           s.metadata, db::value::text_or_null(s.address), db::value::text_or_null(s.agent), s.created,
           s.used, s.expires},
          1};
}

db::operation live_of_user(const std::string& user, micros now) {
  return {"sessions.live_of_user", {user, now}};
}

session_record session_of(const db::row& r) {
  session_record s;
  s.id = r.at(0).bytes;
  s.user = r.at(1).bytes;
  s.client_id = r.at(2).bytes;
  s.status = r.at(3).bytes;
  s.type = r.at(4).bytes;
  s.timeout_minutes = static_cast<std::uint32_t>(r.at(5).integer);
  s.data = r.at(6).bytes;
  s.metadata = r.at(7).bytes;
  s.address = r.at(8).bytes;
  s.agent = r.at(9).bytes;
  s.created = r.at(10).integer;
  s.used = r.at(11).integer;
  s.expires = r.at(12).integer;
  return s;
}

db::operation update_session(const session_record& s) {
  return {"sessions.update_session", {s.id, s.status, s.data, s.metadata, s.used, s.expires}, 1};
}

db::operation store_uses(const std::vector<session_record>& all) {
  db::operation out{"sessions.store_use", {}, db::any_rows, static_cast<std::uint32_t>(all.size())};
  for (const auto& s : all) {
    out.params.emplace_back(s.id);
    out.params.emplace_back(s.used);
    out.params.emplace_back(s.expires);
  }
  return out;
}

db::operation delete_sessions(const std::vector<std::string>& ids) {
  db::operation out{"sessions.delete_session", {}, db::any_rows, static_cast<std::uint32_t>(ids.size())};
  for (const auto& id : ids) out.params.emplace_back(id);
  return out;
}

db::operation read_session(const std::string& user, const std::string& id) {
  return {"sessions.read_session", {id, user}};
}

db::operation clean_user(const std::string& user, micros now, micros made_before) {
  return {"sessions.clean_user", {user, now, made_before}};
}

db::operation delete_expired(micros before) { return {"sessions.delete_expired", {before}}; }

}  // namespace store

}  // namespace fm::sessions

#include "once_store.hpp"

#include "fm/idempotency/spawn.hpp"

#include <fm/json/texts.hpp>

#include <cstdint>

namespace fm::idempotency {

namespace {

constexpr std::string_view tables = R"(
create table kept_answers (
  user_id text not null, operation text not null, client_key text not null, fingerprint text not null,
  status bigint not null, content_type text not null, headers text not null, body text not null,
  created_at bigint not null, primary key (user_id, operation, client_key));
create index kept_answers_by_time on kept_answers (created_at);
)";

const db::schema whole_schema{
    {{"idempotency", 1, tables}},
    {
        {"idempotency.find",
         "select fingerprint, status, content_type, headers, body from kept_answers"
         " where user_id = $1 and operation = $2 and client_key = $3 and created_at > $4"},
        {"idempotency.insert",
         "insert into kept_answers (user_id, operation, client_key, fingerprint, status, content_type, "
         "headers,"
         " body, created_at) values ($1, $2, $3, $4, $5, $6, $7, $8, $9)"
         " on conflict (user_id, operation, client_key) do update set fingerprint = excluded.fingerprint,"
         " status = excluded.status, content_type = excluded.content_type, headers = excluded.headers,"
         " body = excluded.body, created_at = excluded.created_at"},
        {"idempotency.forget_owner", "delete from kept_answers where user_id = $1"},
        {"idempotency.forget", "delete from kept_answers where created_at <= $1"},
    }};

}  // namespace

const db::schema& schema() { return whole_schema; }

namespace store {

db::operation find(const std::string& user, const std::string& operation, const std::string& key,
                   micros after) {
  return {"idempotency.find", {user, operation, key, after}};
}
std::string fingerprint_of(const db::row& r) { return r.at(0).bytes; }
kept_answer answer_of(const db::row& r) {
  return {static_cast<std::int32_t>(r.at(1).integer), r.at(2).bytes, json::read_texts(r.at(3).bytes),
          r.at(4).bytes};
}
db::operation insert(const std::string& user, const std::string& operation, const std::string& key,
                     const std::string& fingerprint, const kept_answer& a, micros now) {
  return {"idempotency.insert",
          {user, operation, key, fingerprint, a.status, a.content_type, json::write_texts(a.headers), a.body,
           now},
          1};
}
db::operation forget(micros before) { return {"idempotency.forget", {before}}; }

}  // namespace store

}  // namespace fm::idempotency

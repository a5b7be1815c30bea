#include "case_store.hpp"

#include "fm/cases/spawn.hpp"

#include <fm/json/texts.hpp>
#include <fm/providers/row_reader.hpp>

#include <utility>

namespace fm::cases {

namespace {

constexpr std::string_view tables = R"(
create table cases (
  id text primary key, owner_id text not null, title text not null, description text not null,
  status text not null, priority text not null, category text, tags text not null, context text not null,
  case_metadata text not null, created_at bigint not null, updated_at bigint not null, resolved_at bigint,
  closed_at bigint, version bigint not null, turns bigint not null);
create index cases_of_owner on cases (owner_id, updated_at desc, id desc);
create index cases_of_owner_by_status on cases (owner_id, status, updated_at desc, id desc);
create table case_messages (
  id text primary key, case_id text not null references cases (id) on delete cascade, role text not null,
  content text not null, message_metadata text, turn bigint not null, state text not null, reply_to text,
  created_at bigint not null);
create index case_messages_of_case on case_messages (case_id, created_at, id);
create index case_messages_asked on case_messages (state) where state = 'asked';
create table hypotheses (
  id text primary key, case_id text not null references cases (id) on delete cascade, title text not null,
  description text not null, confidence double precision, status text not null, validated bigint not null,
  validation_notes text, origin text not null, created_at bigint not null, updated_at bigint not null);
create index hypotheses_of_case on hypotheses (case_id, created_at, id);
create table solutions (
  id text primary key, case_id text not null references cases (id) on delete cascade, title text not null,
  description text not null, implementation_steps text not null, implemented bigint not null,
  created_at bigint not null);
create index solutions_of_case on solutions (case_id, created_at, id);
)";

#define CASE_COLUMNS                                                                             \
  "id, owner_id, title, description, status, priority, category, tags, context, case_metadata, " \
  "created_at, updated_at, resolved_at, closed_at, version, turns"
#define MESSAGE_COLUMNS "id, case_id, role, content, message_metadata, turn, state, reply_to, created_at"
#define HYPOTHESIS_COLUMNS                                                                                 \
  "id, case_id, title, description, confidence, status, validated, validation_notes, origin, created_at, " \
  "updated_at"
#define SOLUTION_COLUMNS "id, case_id, title, description, implementation_steps, implemented, created_at"

const db::schema whole_schema{
    {{"cases", 1, tables}},
    {
        {"cases.insert_case",
         "insert into cases (" CASE_COLUMNS
         ") values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)"},
        {"cases.case_by_id", "select " CASE_COLUMNS " from cases where id = $1"},
        {"cases.update_case",
         "update cases set owner_id = $2, title = $3, description = $4, status = $5, priority = $6, "
         "category = $7, tags = $8, context = $9, case_metadata = $10, created_at = $11, updated_at = $12, "
         "resolved_at = $13, closed_at = $14, version = $15, turns = $16 where id = $1 and version = $15 - "
         "1"},
        {"cases.delete_case", "delete from cases where id = $1"},
        {"cases.list_cases",
         "select " CASE_COLUMNS
         " from cases where owner_id = $1 order by updated_at desc, id desc limit $2 offset $3"},
        {"cases.list_cases_of_status",
         "select " CASE_COLUMNS " from cases where owner_id = $1 and status = $4 order by updated_at desc, "
         "id desc limit $2 offset $3"},
        {"cases.count_cases", "select count(*) from cases where owner_id = $1"},
        {"cases.count_cases_of_status", "select count(*) from cases where owner_id = $1 and status = $2"},
        {"cases.insert_message",
         "insert into case_messages (" MESSAGE_COLUMNS ") values ($1, $2, $3, $4, $5, $6, $7, $8, $9)"},
        {"cases.set_message_state", "update case_messages set state = $2 where id = $1"},
        {"cases.fail_asked_messages", "update case_messages set state = 'failed' where state = 'asked'"},
        {"cases.list_messages",
         "select " MESSAGE_COLUMNS
         " from case_messages where case_id = $1 order by created_at, id limit $2 offset $3"},
        {"cases.count_messages", "select count(*) from case_messages where case_id = $1"},
        {"cases.insert_hypothesis", "insert into hypotheses (" HYPOTHESIS_COLUMNS
                                    ") values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)"},
        {"cases.update_hypothesis",
         "update hypotheses set title = $3, description = $4, confidence = $5, status = $6, validated = $7, "
         "validation_notes = $8, origin = $9, created_at = $10, updated_at = $11 where id = $1 and case_id = "
         "$2"},
        {"cases.hypothesis_by_id",
         "select " HYPOTHESIS_COLUMNS " from hypotheses where case_id = $1 and id = $2"},
        {"cases.list_hypotheses",
         "select " HYPOTHESIS_COLUMNS " from hypotheses where case_id = $1 order by created_at, id"},
        {"cases.insert_solution",
         "insert into solutions (" SOLUTION_COLUMNS ") values ($1, $2, $3, $4, $5, $6, $7)"},
        {"cases.list_solutions",
         "select " SOLUTION_COLUMNS " from solutions where case_id = $1 order by created_at, id"},
    }};

}  // namespace

const db::schema& schema() { return whole_schema; }

namespace store {

namespace {

db::value time_or_null(micros t) { return t == 0 ? db::value() : db::value(t); }

std::string object_text(const std::string& text) { return text.empty() ? "{}" : text; }

std::vector<db::value> all_columns(const case_record& c) {
  return {c.id,
          c.owner,
          c.title,
          c.description,
          c.status,
          c.priority,
          db::value::text_or_null(c.category),
          json::write_texts(c.tags),
          object_text(c.context),
          object_text(c.metadata),
          c.created,
          c.updated,
          time_or_null(c.resolved),
          time_or_null(c.closed),
          c.version,
          c.turns};
}

std::vector<db::value> all_columns(const hypothesis_record& h) {
  return {h.id,
          h.case_id,
          h.title,
          h.description,
          h.confidence < 0 ? db::value() : db::value(h.confidence),
          h.status,
          h.validated ? 1 : 0,
          db::value::text_or_null(h.notes),
          h.origin,
          h.created,
          h.updated};
}

}  // namespace

db::operation insert_case(const case_record& c) { return {"cases.insert_case", all_columns(c), 1}; }

db::operation case_by_id(const std::string& id) { return {"cases.case_by_id", {id}}; }

db::operation update_case(const case_record& c) { return {"cases.update_case", all_columns(c), 1}; }

db::operation delete_case(const std::string& id) { return {"cases.delete_case", {id}}; }

db::operation list_cases(const std::string& owner, const std::string& status, std::uint32_t limit,
                         std::uint64_t offset) {
  if (status.empty()) return {"cases.list_cases", {owner, limit, offset}};
  return {"cases.list_cases_of_status", {owner, limit, offset, status}};
}

db::operation count_cases(const std::string& owner, const std::string& status) {
  if (status.empty()) return {"cases.count_cases", {owner}};
  return {"cases.count_cases_of_status", {owner, status}};
}

case_record case_of(db::row&& r) {
  db::row_reader in(std::move(r));
  case_record c;
  c.id = in.text();
  c.owner = in.text();
  c.title = in.text();
  c.description = in.text();
  c.status = in.text();
  c.priority = in.text();
  c.category = in.text();
  c.tags = json::read_texts(in.text());
  c.context = in.text();
  c.metadata = in.text();
  c.created = in.number<micros>();
  c.updated = in.number<micros>();
  c.resolved = in.number<micros>();
  c.closed = in.number<micros>();
  c.version = in.number<std::uint64_t>();
  c.turns = in.number<std::uint32_t>();
  return c;
}

db::operation insert_message(const case_message& m) {
  return {"cases.insert_message",
          {m.id, m.case_id, m.role, m.content, db::value::text_or_null(m.metadata), m.turn, m.state,
           db::value::text_or_null(m.reply_to), m.created},
          1};
}

db::operation set_message_state(const std::string& id, const std::string& state) {
  return {"cases.set_message_state", {id, state}};
}

db::operation fail_asked_messages() { return {"cases.fail_asked_messages", {}}; }

db::operation list_messages(const std::string& case_id, std::uint32_t limit, std::uint64_t offset) {
  return {"cases.list_messages", {case_id, limit, offset}};
}

db::operation count_messages(const std::string& case_id) { return {"cases.count_messages", {case_id}}; }

case_message message_of(const db::row& r) {
  db::row_reader in(r);
  case_message m;
  m.id = in.text();
  m.case_id = in.text();
  m.role = in.text();
  m.content = in.text();
  m.metadata = in.text();
  m.turn = in.number<std::uint32_t>();
  m.state = in.text();
  m.reply_to = in.text();
  m.created = in.number<micros>();
  return m;
}

db::operation insert_hypothesis(const hypothesis_record& h) {
  return {"cases.insert_hypothesis", all_columns(h), 1};
}

db::operation update_hypothesis(const hypothesis_record& h) {
  return {"cases.update_hypothesis", all_columns(h), 1};
}

db::operation hypothesis_by_id(const std::string& case_id, const std::string& id) {
  return {"cases.hypothesis_by_id", {case_id, id}};
}

db::operation list_hypotheses(const std::string& case_id) { return {"cases.list_hypotheses", {case_id}}; }

hypothesis_record hypothesis_of(const db::row& r) {
  db::row_reader in(r);
  hypothesis_record h;
  h.id = in.text();
  h.case_id = in.text();
  h.title = in.text();
  h.description = in.text();
  auto confidence = in.real();
  h.confidence = r.at(4).is_null() ? -1 : confidence;
  h.status = in.text();
  h.validated = in.flag();
  h.notes = in.text();
  h.origin = in.text();
  h.created = in.number<micros>();
  h.updated = in.number<micros>();
  return h;
}

db::operation insert_solution(const solution_record& s) {
  return {
      "cases.insert_solution",
      {s.id, s.case_id, s.title, s.description, json::write_texts(s.steps), s.implemented ? 1 : 0, s.created},
      1};
}

db::operation list_solutions(const std::string& case_id) { return {"cases.list_solutions", {case_id}}; }

solution_record solution_of(const db::row& r) {
  db::row_reader in(r);
  solution_record s;
  s.id = in.text();
  s.case_id = in.text();
  s.title = in.text();
  s.description = in.text();
  s.steps = json::read_texts(in.text());
  s.implemented = in.flag();
  s.created = in.number<micros>();
  return s;
}

}  // namespace store

}  // namespace fm::cases

#include "evidence_store.hpp"

#include <fm/json/texts.hpp>
#include <fm/providers/row_reader.hpp>

namespace fm::evidence::store {

namespace {

constexpr std::string_view tables = R"sql(
create table evidence (
  id text primary key,
  case_id text not null references cases (id) on delete cascade,
  owner text not null,
  filename text not null,
  original_filename text not null,
  file_type text not null,
  file_size bigint not null,
  storage_key text not null,
  sha256 text not null,
  evidence_type text not null,
  description text not null,
  tags text not null,
  metadata text not null,
  duplicate_of text not null,
  status text not null,
  problem text not null,
  job_id text not null,
  uploaded bigint not null
);
create index evidence_by_owner on evidence (owner, id);
create index evidence_by_case on evidence (case_id, id);
create index evidence_by_content on evidence (owner, sha256, id);
create index evidence_by_file on evidence (storage_key);
create table evidence_digests (
  evidence_id text primary key references evidence (id) on delete cascade,
  schema_fingerprint bigint not null,
  refusal text not null,
  body blob not null
);
)sql";

constexpr std::string_view what_was_found = R"sql(
alter table evidence add column kind text not null default '';
alter table evidence add column summary text not null default '';
alter table evidence add column facts bigint not null default 0;
alter table evidence add column turn bigint not null default 0;
)sql";

constexpr std::string_view sizes_by_owner = "create index evidence_usage on evidence (owner, file_size);";

#define FM_EVIDENCE_COLUMNS                                                                      \
  "id, case_id, owner, filename, original_filename, file_type, file_size, storage_key, sha256, " \
  "evidence_type, description, tags, duplicate_of, status, problem, job_id, uploaded, turn, "    \
  "kind, facts, summary"
// Empty parameters take every row.
#define FM_EVIDENCE_FILTER " and ($2 = '' or evidence_type = $2) and ($3 = '' or status = $3)"

// The older row is looked for where the new one is written, so that two uploads at once share one file too.
constexpr std::string_view insert_sql =
    "insert into evidence (id, case_id, owner, filename, original_filename, file_type, file_size, "
    "storage_key, sha256, evidence_type, description, tags, duplicate_of, status, problem, job_id, uploaded, "
    "turn, metadata) values ($1, $2, $3, $4, $5, $6, $7, "
    "coalesce((select e.storage_key from evidence e where e.owner = $3 and e.sha256 = $9 "
    "order by e.id limit 1), $8), $9, $10, $11, $12, "
    "coalesce((select e.id from evidence e where e.owner = $3 and e.sha256 = $9 order by e.id limit 1), ''), "
    "'pending', '', $13, $14, $15, '{}') returning storage_key, duplicate_of";

}  // namespace

const db::schema& schema() {
  static const db::schema all{
      {{"evidence", 1, tables}, {"evidence", 2, what_was_found}, {"evidence", 3, sizes_by_owner}},
      {{"evidence.insert", insert_sql},
       {"evidence.usage",
        "select cast(coalesce(sum(file_size), 0) as bigint) from evidence where owner = $1"},
       {"evidence.read", "select " FM_EVIDENCE_COLUMNS " from evidence where id = $1"},
       {"evidence.list", "select " FM_EVIDENCE_COLUMNS " from evidence where owner = $1" FM_EVIDENCE_FILTER
                         " and id < $4 order by id desc limit $5 offset $6"},
       {"evidence.list_in_case",
        "select " FM_EVIDENCE_COLUMNS " from evidence where owner = $1" FM_EVIDENCE_FILTER
        " and case_id = $4 and id < $5 order by id desc limit $6 offset $7"},
       {"evidence.count", "select count(*) from evidence where owner = $1" FM_EVIDENCE_FILTER},
       {"evidence.count_in_case",
        "select count(*) from evidence where owner = $1" FM_EVIDENCE_FILTER " and case_id = $4"},
       {"evidence.of_case",
        "select " FM_EVIDENCE_COLUMNS " from evidence where case_id = $1 order by id limit $2"},
       {"evidence.move_to",
        "update evidence set case_id = $3, description = $4 where id = $1 and owner = $2 "
        "returning " FM_EVIDENCE_COLUMNS},
       {"evidence.move_to_as_is",
        "update evidence set case_id = $3 where id = $1 and owner = $2 "
        "returning " FM_EVIDENCE_COLUMNS},
       {"evidence.set_status", "update evidence set status = $2, problem = $3 where id = $1"},
       {"evidence.set_processed",
        "update evidence set status = 'processed', problem = $2, kind = $3, facts = $4, summary = $5 "
        "where id = $1"},
       {"evidence.set_failed",
        "update evidence set status = 'failed', problem = $2 where id = $1 and status <> 'processed'"},
       {"evidence.remove", "delete from evidence where id = $1"},
       {"evidence.note_files_of_case",
        "insert into removed_files (key) select distinct storage_key from evidence where case_id = $1 "
        "on conflict (key) do nothing"},
       {"evidence.forget_case",
        "delete from evidence where case_id = $1 returning storage_key, (select count(*) from evidence other "
        "where other.storage_key = evidence.storage_key and other.case_id <> $1)"},
       {"evidence.uses_of_file", "select storage_key from evidence where storage_key = $1 limit 1"},
       {"evidence.files_after",
        "select distinct storage_key from evidence where storage_key > $1 order by storage_key limit $2"},
       {"evidence.contents_after",
        "select distinct storage_key, sha256 from evidence where storage_key > $1 order by storage_key "
        "limit $2"},
       {"evidence.keep_digest",
        "insert into evidence_digests (evidence_id, schema_fingerprint, refusal, body) "
        "values ($1, $2, $3, $4) on conflict (evidence_id) do update set "
        "schema_fingerprint = excluded.schema_fingerprint, refusal = excluded.refusal, body = excluded.body"},
       {"evidence.read_digest",
        "select evidence_id, schema_fingerprint, refusal, body from evidence_digests where evidence_id = "
        "$1"}}};
  return all;
}

db::operation insert(const evidence_record& e) {
  return {"evidence.insert",
          {e.id, e.case_id, e.owner, e.filename, e.original_filename, e.file_type, e.file_size, e.storage_key,
           e.sha256, e.evidence_type, e.description, json::write_texts(e.tags), e.job_id, e.uploaded, e.turn},
          1};
}
inserted inserted_of(const db::row& row) {
  db::row_reader r(row);
  inserted out;
  out.storage_key = r.text();
  out.duplicate_of = r.text();
  return out;
}

db::operation usage(const std::string& owner) { return {"evidence.usage", {owner}}; }
db::operation read(const std::string& id) { return {"evidence.read", {id}}; }
db::operation list(const std::string& owner, const list_evidence& m) {
  // No id is larger: they are made of digits and small letters.
  const std::string before = m.before.empty() ? "~" : m.before;
  if (m.case_id.empty())
    return {"evidence.list", {owner, m.evidence_type, m.status, before, m.limit + 1, m.offset}};
  return {"evidence.list_in_case",
          {owner, m.evidence_type, m.status, m.case_id, before, m.limit + 1, m.offset}};
}
db::operation count(const std::string& owner, const list_evidence& m) {
  if (m.case_id.empty()) return {"evidence.count", {owner, m.evidence_type, m.status}};
  return {"evidence.count_in_case", {owner, m.evidence_type, m.status, m.case_id}};
}
db::operation of_case(const std::string& case_id, std::uint32_t limit) {
  return {"evidence.of_case", {case_id, limit}};
}
db::operation move_to(const std::string& id, const std::string& owner, const link_evidence& m) {
  if (m.has_description) return {"evidence.move_to", {id, owner, m.case_id, m.description}};
  return {"evidence.move_to_as_is", {id, owner, m.case_id}};
}
db::operation set_status(const std::string& id, const std::string& status, const std::string& problem) {
  return {"evidence.set_status", {id, status, problem}};
}
db::operation set_processed(const evidence_record& e) {
  return {"evidence.set_processed", {e.id, e.problem, e.kind, e.facts, e.summary}};
}
db::operation set_failed(const std::string& id, const std::string& problem) {
  return {"evidence.set_failed", {id, problem}};
}
db::operation remove(const std::string& id) { return {"evidence.remove", {id}}; }
db::operation uses_of_file(const std::string& storage_key) {
  return {"evidence.uses_of_file", {storage_key}};
}
providers::named_files files() {
  return {folder,
          [](const std::string& after, std::uint32_t limit) {
            return db::operation{"evidence.files_after", {after, limit}};
          },
          [](const std::string& after, std::uint32_t limit) {
            return db::operation{"evidence.contents_after", {after, limit}};
          }};
}

evidence_record record_of(const db::row& row) {
  db::row_reader r(row);
  evidence_record e;
  e.id = r.text();
  e.case_id = r.text();
  e.owner = r.text();
  e.filename = r.text();
  e.original_filename = r.text();
  e.file_type = r.text();
  e.file_size = r.number<std::uint64_t>();
  e.storage_key = r.text();
  e.sha256 = r.text();
  e.evidence_type = r.text();
  e.description = r.text();
  e.tags = json::read_texts(r.text());
  e.duplicate_of = r.text();
  e.status = r.text();
  e.problem = r.text();
  e.job_id = r.text();
  e.uploaded = r.number<micros>();
  e.turn = r.number<std::uint32_t>();
  e.kind = r.text();
  e.facts = r.number<std::uint32_t>();
  e.summary = r.text();
  return e;
}

std::vector<evidence_record> records_of(const db::row_set& rows) {
  std::vector<evidence_record> out;
  for (const auto& row : rows.rows) out.push_back(record_of(row));
  return out;
}

db::operation keep_digest(const stored_digest& d) {
  return {"evidence.keep_digest", {d.evidence_id, d.fingerprint, d.refusal, db::value::blob(d.body)}};
}
db::operation digest_of(const std::string& evidence_id) { return {"evidence.read_digest", {evidence_id}}; }

std::vector<stored_digest> digests_of(const db::row_set& rows) {
  std::vector<stored_digest> out;
  for (const auto& row : rows.rows) {
    db::row_reader r(row);
    stored_digest d;
    d.evidence_id = r.text();
    d.fingerprint = r.number<std::int64_t>();
    d.refusal = r.text();
    d.body = r.blob();
    out.push_back(std::move(d));
  }
  return out;
}

}  // namespace fm::evidence::store

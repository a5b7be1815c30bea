#include "documents_store.hpp"

#include <fm/json/texts.hpp>
#include <fm/providers/row_reader.hpp>

namespace fm::knowledge::store {

namespace {

constexpr std::string_view tables = R"sql(
create table documents (
  id text primary key,
  owner text not null,
  title text not null,
  filename text not null,
  document_type text not null,
  content_hash text not null,
  status text not null,
  storage_key text not null,
  file_size bigint not null,
  chunk_count bigint not null,
  metadata text not null,
  tags text not null,
  scope text not null,
  case_id text references cases (id) on delete cascade,
  collection_id text,
  problem text not null,
  job_id text not null,
  readable bigint not null,
  uploaded bigint not null,
  indexed bigint not null
);
create index documents_by_owner on documents (owner, id);
create index documents_by_scope on documents (scope, owner, id);
create index documents_by_case on documents (case_id, id);
create index documents_by_file on documents (storage_key);
create table search_queries (
  id text primary key,
  query_text text not null,
  user_id text not null,
  result_count bigint not null,
  top_result_ids text not null,
  latency_ms bigint not null,
  created bigint not null
);
)sql";

#define FM_DOCUMENT_COLUMNS                                                                                \
  "id, owner, title, filename, document_type, content_hash, status, storage_key, file_size, chunk_count, " \
  "metadata, tags, scope, case_id, problem, job_id, uploaded, indexed"
#define FM_STORED_COLUMNS "id, filename, title, document_type, tags, storage_key"

}  // namespace

const db::schema& schema() {
  static const db::schema all{
      {{"knowledge", 1, tables}},
      {{"knowledge.insert",
        "insert into documents (" FM_DOCUMENT_COLUMNS
        ", readable) values ($1, $2, $3, $4, $5, $6, 'pending', $7, $8, 0, $9, $10, $11, $12, '', $13, $14, "
        "0, 0)"},
       {"knowledge.read", "select " FM_DOCUMENT_COLUMNS " from documents where id = $1"},
       {"knowledge.list",
        "select " FM_DOCUMENT_COLUMNS " from documents where owner = $1 order by id desc limit $2 offset $3"},
       {"knowledge.list_by_status",
        "select " FM_DOCUMENT_COLUMNS
        " from documents where owner = $1 and status = $2 order by id desc limit $3 offset $4"},
       {"knowledge.count", "select count(*) from documents where owner = $1"},
       {"knowledge.count_by_status", "select count(*) from documents where owner = $1 and status = $2"},
       {"knowledge.of_case",
        "select " FM_DOCUMENT_COLUMNS " from documents where case_id = $1 order by id limit $2"},
       {"knowledge.remove", "delete from documents where id = $1"},
       {"knowledge.set_processing", "update documents set status = 'processing', problem = '' where id = $1"},
       {"knowledge.set_read", "update documents set readable = 1, chunk_count = $2 where id = $1"},
       {"knowledge.set_indexed",
        "update documents set status = 'indexed', problem = '', indexed = $2 where id = $1"},
       {"knowledge.set_failed",
        "update documents set status = 'failed', problem = $2, readable = 0 where id = $1 and status <> "
        "'indexed'"},
       {"knowledge.of_user_scope",
        "select " FM_STORED_COLUMNS
        " from documents where scope = 'user' and owner = $1 and readable = 1 and id > $2 "
        "order by id limit $3"},
       {"knowledge.of_global_scope",
        "select " FM_STORED_COLUMNS
        " from documents where scope = 'global' and readable = 1 and id > $1 order by id limit $2"},
       {"knowledge.of_case_scope",
        "select " FM_STORED_COLUMNS
        " from documents where scope = 'case' and case_id = $1 and readable = 1 and id > $2 "
        "order by id limit $3"},
       {"knowledge.scopes",
        "select distinct case when scope = 'global' then '' else owner end, scope, coalesce(case_id, '') "
        "from documents where readable = 1"},
       {"knowledge.files_after",
        "select storage_key from documents where storage_key > $1 order by storage_key limit $2"},
       {"knowledge.note_search",
        "insert into search_queries (id, query_text, user_id, result_count, top_result_ids, latency_ms, "
        "created) values ($1, $2, $3, $4, $5, $6, $7)"}}};
  return all;
}

db::operation insert(const document_record& d) {
  return {"knowledge.insert",
          {d.id, d.owner, d.title, d.filename, d.document_type, d.content_hash, d.storage_key, d.file_size,
           d.metadata, json::write_texts(d.tags), d.scope, db::value::text_or_null(d.case_id), d.job_id,
           d.uploaded},
          1};
}
db::operation read(const std::string& id) { return {"knowledge.read", {id}}; }
db::operation list(const std::string& owner, const list_documents& m) {
  if (m.status.empty()) return {"knowledge.list", {owner, m.limit, m.offset}};
  return {"knowledge.list_by_status", {owner, m.status, m.limit, m.offset}};
}
db::operation count(const std::string& owner, const std::string& status) {
  if (status.empty()) return {"knowledge.count", {owner}};
  return {"knowledge.count_by_status", {owner, status}};
}
db::operation of_case(const std::string& case_id, std::uint32_t limit) {
  return {"knowledge.of_case", {case_id, limit}};
}
db::operation remove(const std::string& id) { return {"knowledge.remove", {id}}; }
db::operation set_processing(const std::string& id) { return {"knowledge.set_processing", {id}}; }
db::operation set_read(const std::string& id, std::uint32_t chunks) {
  return {"knowledge.set_read", {id, chunks}};
}
db::operation set_indexed(const std::string& id, micros now) { return {"knowledge.set_indexed", {id, now}}; }
db::operation set_failed(const std::string& id, const std::string& problem) {
  return {"knowledge.set_failed", {id, problem}};
}
db::operation of_scope(const index_scope& scope, const std::string& after, std::uint32_t limit) {
  if (scope.scope == "global") return {"knowledge.of_global_scope", {after, limit}};
  if (scope.scope == "case") return {"knowledge.of_case_scope", {scope.case_id, after, limit}};
  return {"knowledge.of_user_scope", {scope.owner, after, limit}};
}
db::operation scopes() { return {"knowledge.scopes", {}}; }
db::operation files_after(const std::string& after, std::uint32_t limit) {
  return {"knowledge.files_after", {after, limit}};
}

document_record record_of(const db::row& row) {
  db::row_reader r(row);
  document_record d;
  d.id = r.text();
  d.owner = r.text();
  d.title = r.text();
  d.filename = r.text();
  d.document_type = r.text();
  d.content_hash = r.text();
  d.status = r.text();
  d.storage_key = r.text();
  d.file_size = r.number<std::uint64_t>();
  d.chunk_count = r.number<std::uint32_t>();
  d.metadata = r.text();
  d.tags = json::read_texts(r.text());
  d.scope = r.text();
  d.case_id = r.text();
  d.problem = r.text();
  d.job_id = r.text();
  d.uploaded = r.number<micros>();
  d.indexed = r.number<micros>();
  return d;
}

std::vector<document_record> records_of(const db::row_set& rows) {
  std::vector<document_record> out;
  for (const auto& row : rows.rows) out.push_back(record_of(row));
  return out;
}

stored_document stored_of(const db::row& row) {
  db::row_reader r(row);
  stored_document d;
  d.id = r.text();
  d.filename = r.text();
  d.title = r.text();
  d.document_type = r.text();
  d.tags = json::read_texts(r.text());
  d.storage_key = r.text();
  return d;
}

index_scope scope_of(const db::row& row) {
  db::row_reader r(row);
  index_scope s;
  s.owner = r.text();
  s.scope = r.text();
  s.case_id = r.text();
  return s;
}

db::operation note_search(const search_note& n) {
  return {"knowledge.note_search",
          {n.id, n.query, n.user, n.results, json::write_texts(n.top), n.took / millisecond, n.at}};
}

}  // namespace fm::knowledge::store

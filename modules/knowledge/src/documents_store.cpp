#include "documents_store.hpp"

#include <fm/json/texts.hpp>
#include <fm/providers/row_reader.hpp>

#include <string>

namespace fm::knowledge::store {

db::operation insert(const document_record& d) {
  return {"knowledge.insert",
          {d.id, d.owner, d.title, d.filename, d.document_type, d.content_hash, d.storage_key, d.file_size,
           d.metadata, json::write_texts(d.tags), d.scope, db::value::text_or_null(d.case_id), d.job_id,
           d.uploaded, db::value::text_or_null(d.collection_id)},
          1};
}
db::operation read(const std::string& id) { return {"knowledge.read", {id}}; }
db::operation list(const std::string& owner, const list_documents& m) {
  // No id is larger: they are made of digits and small letters.
  const std::string before = m.before.empty() ? "~" : m.before;
  return {m.global ? "knowledge.list_global" : "knowledge.list",
          {m.global ? "global" : owner, m.status, m.document_type, m.scope, m.collection_id, before,
           m.limit + 1, m.offset}};
}
db::operation count(const std::string& owner, const list_documents& m) {
  return {m.global ? "knowledge.count_global" : "knowledge.count",
          {m.global ? "global" : owner, m.status, m.document_type, m.scope, m.collection_id}};
}
db::operation stats(const std::string& owner) { return {"knowledge.stats", {owner}}; }
knowledge_stats stats_of(const db::row& row) {
  db::row_reader r(row);
  knowledge_stats out;
  out.documents = r.number<std::uint64_t>();
  out.indexed = r.number<std::uint64_t>();
  out.pending = r.number<std::uint64_t>();
  out.failed = r.number<std::uint64_t>();
  out.chunks = r.number<std::uint64_t>();
  return out;
}
db::operation of_case(const std::string& case_id, std::uint32_t limit) {
  return {"knowledge.of_case", {case_id, limit}};
}
db::operation remove(const std::string& id) { return {"knowledge.remove", {id}}; }
db::operation set_processing(const document_record& d) {
  return {"knowledge.set_processing", {d.id, d.version}, 1};
}
db::operation set_read(const document_record& d, const document_parsed& read, const std::string& text_key) {
  return {"knowledge.set_read", {d.id, d.version, read.chunks, text_key, read.text_hash}, 1};
}
db::operation set_indexed(const document_record& d, micros now) {
  return {"knowledge.set_indexed", {d.id, d.version, now}, 1};
}
db::operation set_failed(const std::string& id, const std::string& problem, const std::string& job_id) {
  return {"knowledge.set_failed", {id, problem, job_id}};
}
db::operation of_scope(const index_scope& scope, const std::string& after, std::uint32_t limit) {
  if (scope.scope == "global") return {"knowledge.of_global_scope", {after, limit}};
  if (scope.scope == "case") return {"knowledge.of_case_scope", {scope.case_id, after, limit}};
  return {"knowledge.of_user_scope", {scope.owner, after, limit}};
}
db::operation scopes_of(const std::string& owner) { return {"knowledge.scopes_of", {owner}}; }
db::operation usage(const std::string& owner) { return {"knowledge.usage", {owner}}; }
db::operation cases() { return {"knowledge.cases", {}}; }
providers::named_files files() {
  return {folder,
          [](const std::string& after, std::uint32_t limit) {
            return db::operation{"knowledge.files_after", {after, limit}};
          },
          [](const std::string& after, std::uint32_t limit) {
            return db::operation{"knowledge.contents_after", {after, limit}};
          }};
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
  d.collection_id = r.text();
  d.version = r.number<std::uint32_t>();
  d.version_since = r.number<micros>();
  d.updated = r.number<micros>();
  d.text_key = r.text();
  d.text_hash = r.text();
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
  d.extracted = r.flag();
  d.version = r.number<std::uint32_t>();
  d.collection_id = r.text();
  d.sha256 = r.text();
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

std::vector<db::operation> note_search(const search_note& n) {
  return {{"knowledge.note_search",
           {n.id, n.query, n.user, n.results, json::write_texts(n.top), n.took / millisecond, n.at}},
          {"knowledge.forget_searches", {n.user, most_searches}}};
}

}  // namespace fm::knowledge::store

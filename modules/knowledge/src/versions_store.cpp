#include "versions_store.hpp"

#include <fm/json/texts.hpp>
#include <fm/providers/row_reader.hpp>

namespace fm::knowledge::store {

db::operation change(const document_record& d, micros now) {
  return {"knowledge.change",
          {d.id, d.version, d.title, d.document_type, d.metadata, json::write_texts(d.tags),
           db::value::text_or_null(d.collection_id), now},
          1};
}

std::vector<db::operation> replace_content(const document_record& old, const document_record& next,
                                           micros now) {
  const std::uint32_t oldest = next.version > most_versions ? next.version - 1 - most_versions : 0;
  return {{"knowledge.keep_version", {old.id, old.version, now}, 1},
          {"knowledge.replace_content",
           {old.id, old.version, now, next.content_hash, next.file_size, next.storage_key, next.job_id},
           1},
          {"knowledge.note_versions", {old.id, oldest}},
          {"knowledge.drop_versions", {old.id, oldest}}};
}

db::operation note_files(const std::string& id) { return {"knowledge.note_files", {id}}; }

db::operation drop_versions(const std::string& id) {
  return {"knowledge.drop_versions", {id, std::int64_t{every_version}}};
}
std::vector<std::string> files_of(const db::row_set& rows) {
  std::vector<std::string> out;
  for (const auto& row : rows.rows) {
    db::row_reader r(row);
    out.push_back(r.text());
    if (auto text = r.text(); !text.empty()) out.push_back(std::move(text));
  }
  return out;
}
db::operation versions(const std::string& id) { return {"knowledge.versions", {id}}; }
db::operation read_version(const std::string& id, std::uint32_t version) {
  return {"knowledge.read_version", {id, version}};
}

version_record version_of(const db::row& row) {
  db::row_reader r(row);
  version_record v;
  v.version = r.number<std::uint32_t>();
  v.title = r.text();
  v.filename = r.text();
  v.document_type = r.text();
  v.content_hash = r.text();
  v.file_size = r.number<std::uint64_t>();
  v.chunk_count = r.number<std::uint32_t>();
  v.storage_key = r.text();
  v.text_key = r.text();
  v.added = r.number<micros>();
  v.replaced = r.number<micros>();
  v.text_hash = r.text();
  return v;
}

version_record version_of(const document_record& d) {
  version_record v;
  v.version = d.version;
  v.title = d.title;
  v.filename = d.filename;
  v.document_type = d.document_type;
  v.content_hash = d.content_hash;
  v.file_size = d.file_size;
  v.chunk_count = d.chunk_count;
  v.storage_key = d.storage_key;
  v.text_key = d.text_key;
  v.text_hash = d.text_hash;
  v.added = d.version_since;
  return v;
}

db::operation add_collection(const collection_record& c) {
  return {"knowledge.add_collection",
          {c.owner, c.id, c.name, c.description, c.scope, db::value::text_or_null(c.case_id), c.created},
          1};
}
db::operation read_collection(const std::string& owner, const std::string& id) {
  return {"knowledge.read_collection", {owner, id}};
}
db::operation collections(const std::string& owner) { return {"knowledge.collections", {owner}}; }
db::operation count_collections(const std::string& owner) { return {"knowledge.count_collections", {owner}}; }
std::vector<db::operation> remove_collection(const std::string& owner, const std::string& id) {
  db::operation leave{"knowledge.leave_collection", {owner, id}};
  if (owner.empty()) leave = {"knowledge.leave_global_collection", {id}};
  return {leave, {"knowledge.remove_collection", {owner, id}, 1}};
}
db::operation remove_collections_of_case(const std::string& case_id) {
  return {"knowledge.remove_collections_of_case", {case_id}};
}

collection_record collection_of(const db::row& row) {
  db::row_reader r(row);
  collection_record c;
  c.owner = r.text();
  c.id = r.text();
  c.name = r.text();
  c.description = r.text();
  c.scope = r.text();
  c.case_id = r.text();
  c.created = r.number<micros>();
  c.documents = r.number<std::uint64_t>();
  return c;
}

}  // namespace fm::knowledge::store

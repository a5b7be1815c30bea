#include "document_json.hpp"

#include "document_v1_json.hpp"

#include <fm/http/fields.hpp>
#include <fm/http/json_response.hpp>
#include <fm/http/text.hpp>
#include <fm/http/uploads.hpp>
#include <fm/utf8/cut.hpp>

#include <algorithm>
#include <string>
#include <utility>

namespace fm::http {

namespace {

constexpr std::size_t longest_title = 500;
constexpr std::size_t longest_name = 255;
constexpr std::size_t longest_collection_id = 300;
constexpr std::size_t longest_text = 50u << 20;
constexpr const char* case_needed = "Field required: the scope case needs a case_id";

/// A text has no file name: its title serves, with an extension that says how it is read.
std::string name_of_text(std::string_view title, const std::string& document_type) {
  constexpr std::size_t most = 200;
  auto name = shown_file_name(first_bytes(title, most));
  if (name.empty()) name = "document";
  if (document_type == "html") return name + ".html";
  if (document_type == "txt" || document_type == "code") return name + ".txt";
  return name + ".md";
}

/// What follows from the shape: ids that name nothing are 404.
parsed<knowledge::ingest_document> checked(knowledge::ingest_document m) {
  if (m.scope == "case" && !is_uuid(m.case_id)) return unknown_object("case", m.case_id);
  return m;
}

parsed<knowledge::ingest_document> parse_form(const request& r) {
  form_fields f(r);
  knowledge::ingest_document m;
  if (const auto* file = f.file("file")) {
    m.spool = file->spool;
    m.filename = shown_file_name(file->file_name);
    if (m.filename.empty())
      f.add("missing", "file", "The file needs a name");
    else if (m.filename.size() > longest_name)
      f.add("string_too_long", "file", "The name of the file should have at most 255 bytes");
  }
  m.title = f.text("title", {.max = longest_title}).value_or("");
  m.document_type = read_document_type(f, r.speaks).value_or("other");
  m.tags = comma_list(f.text("tags", {.max = 5'000}).value_or(""));
  m.scope = f.word("scope", knowledge_scopes).value_or("user");
  m.case_id = f.text("case_id", {.max = 100}).value_or("");
  m.collection_id = f.text("collection_id", {.max = longest_collection_id}).value_or("");
  if (m.scope == "case" && m.case_id.empty()) f.add("missing", "case_id", case_needed);
  if (r.speaks == dialect::v1) m.metadata = read_v1_metadata(f);
  if (!f.ok()) return unprocessable(f.issues());
  return checked(std::move(m));
}

parsed<knowledge::ingest_document> parse_json(const request& r) {
  fields f(r);
  knowledge::ingest_document m;
  m.title = f.text("title", {.required = true, .min = 1, .max = longest_title}).value_or("");
  m.text = f.text("content", {.required = true, .min = 1, .max = longest_text}).value_or("");
  m.document_type = read_document_type(f, r.speaks).value_or("other");
  m.tags = f.texts("tags").value_or(std::vector<std::string>());
  m.metadata = f.object("metadata").value_or("");
  m.scope = f.word("scope", knowledge_scopes).value_or("user");
  m.case_id = f.text("case_id", {.max = 100}).value_or("");
  m.collection_id = f.text("collection_id", {.max = longest_collection_id}).value_or("");
  if (m.scope == "case" && m.case_id.empty()) f.add("missing", "case_id", case_needed);
  if (!f.ok()) return unprocessable(f.issues());
  m.filename = name_of_text(m.title, m.document_type);
  return checked(std::move(m));
}

}  // namespace

std::string shown_type(const std::string& type, dialect speaks) {
  bool known = std::find(document_types.begin(), document_types.end(), type) != document_types.end();
  return known || speaks == dialect::v1 ? type : "other";
}

json::value document_json(const knowledge::document_record& d, dialect speaks) {
  json::value out;
  out.set("id", d.id)
      .set("title", d.title)
      .set("filename", d.filename)
      .set("document_type", shown_type(d.document_type, speaks))
      .set("status", d.status)
      .set("file_size", d.file_size)
      .set("chunk_count", d.chunk_count == 0 ? json::value() : json::value(std::uint64_t{d.chunk_count}))
      .set("uploaded_at", time_text(d.uploaded))
      .set("indexed_at", time_or_null(d.indexed))
      .set("updated_at", time_text(d.updated))
      .set("tags", json_texts(d.tags))
      .set("scope", d.scope)
      .set("collection_id", text_or_null(d.collection_id))
      .set("case_id", text_or_null(d.case_id))
      .set("version", std::uint64_t{d.version})
      .set("problem", text_or_null(d.problem))
      .set("job_id", text_or_null(d.job_id));
  if (speaks == dialect::v1) add_v1_fields(d, out);
  return out;
}

json::value document_page_json(const knowledge::document_page& page, const request& r) {
  json::array all;
  for (const auto& d : page.documents) all.push_back(document_json(d, r.speaks));
  query_fields q(r);
  json::value out;
  out.set("documents", std::move(all)).set("total", page.total);
  if (r.speaks == dialect::v1) out.set("total_count", page.total);
  out.set("limit", q.integer("limit").value_or(50))
      .set("offset", q.integer("offset").value_or(0))
      .set("next_cursor", page.more ? json::value(page.documents.back().id) : json::value());
  return out;
}

parsed<knowledge::ingest_document> parse_ingest(const exchange& x) {
  auto type = x.request->header("content-type");
  bool is_json = same_word(trimmed(type.substr(0, type.find(';'))), "application/json");
  return is_json ? parse_json(*x.request) : parse_form(*x.request);
}

parsed<knowledge::list_documents> parse_list_documents(const exchange& x) {
  constexpr std::array<std::string_view, 4> statuses = {"pending", "processing", "indexed", "failed"};
  query_fields q(*x.request);
  knowledge::list_documents m;
  m.limit = static_cast<std::uint32_t>(q.integer("limit", {.min = 1, .max = 200}).value_or(50));
  m.offset = static_cast<std::uint64_t>(q.integer("offset", {.min = 0}).value_or(0));
  m.status = q.word("status", statuses).value_or("");
  if (x.request->speaks == dialect::v1)
    m.document_type = q.text("document_type", {.max = 50}).value_or("");
  else
    m.document_type = q.word("document_type", document_types).value_or("");
  m.scope = q.word("scope", knowledge_scopes).value_or("");
  m.collection_id = q.text("collection_id", {.max = longest_collection_id}).value_or("");
  m.before = q.text("cursor", {.max = 100}).value_or("");
  if (!m.before.empty() && !is_uuid(m.before))
    return unprocessable(
        {{"cursor_invalid", {"query", "cursor"}, "Input should be the next_cursor of the page before"}});
  if (!q.ok()) return unprocessable(q.issues());
  return m;
}

}  // namespace fm::http

#include "search_json.hpp"

#include "document_json.hpp"

#include <fm/http/fields.hpp>
#include <fm/http/json_response.hpp>

#include <utility>

namespace fm::http {

namespace {

constexpr text_rule query_rule{.min = 1, .max = 1'000};

json::value hit_json(const knowledge::search_hit& hit, dialect speaks) {
  const auto& p = hit.found;
  json::value metadata;
  metadata.set("score_kind", "bm25")
      .set("headings", json_texts(p.headings))
      .set("anchor", p.anchor)
      .set("first_line", p.first_line)
      .set("last_line", p.last_line)
      .set("document_type", shown_type(hit.document_type, speaks))
      .set("tags", json_texts(hit.tags))
      .set("scope", hit.scope)
      .set("collection_id", text_or_null(hit.collection_id))
      .set("case_id", text_or_null(hit.case_id));
  json::value out;
  out.set("id", p.document_id + "_chunk_" + std::to_string(p.chunk_index))
      .set("document_id", p.document_id)
      .set("chunk_index", std::uint64_t{p.chunk_index})
      .set("content", p.text)
      .set("score", p.score)
      .set("filename", p.path)
      .set("title", hit.title)
      .set("metadata", std::move(metadata));
  return out;
}

/// The same key may stand in `filters` and beside it; inside wins.
void read_filter(fields& f, knowledge::search_filter& into, dialect speaks) {
  if (auto type = read_document_type(f, speaks)) into.document_type = std::move(*type);
  if (auto tags = f.texts("tags")) into.tags = std::move(*tags);
}

}  // namespace

parsed<knowledge::search_documents> parse_search(const request& r) {
  fields f(r);
  knowledge::search_documents out;
  auto text = f.text("query_text", query_rule), other = f.text("query", query_rule);
  if (!text) text = std::move(other);
  if (!text && f.ok()) f.add("missing", "query_text", "Field required: query_text or query");
  out.query = text.value_or("");
  out.limit = static_cast<std::uint32_t>(f.integer("limit", {.min = 1, .max = 50}).value_or(10));
  read_filter(f, out.filter, r.speaks);
  std::vector<issue> issues = f.issues();
  if (const auto* given = f.raw("filters"); given && !given->is_null()) {
    fields in(*given, {"body", "filters"}, issues);
    read_filter(in, out.filter, r.speaks);
    out.filter.document_id = in.text("document_id", {.max = 100}).value_or("");
    out.filter.case_id = in.text("case_id", {.max = 100}).value_or("");
    out.filter.collection_id = in.text("collection_id", {.max = 300}).value_or("");
    out.filter.scope = in.word("scope", knowledge_scopes).value_or("");
    out.filter.min_score = in.number("min_score", {.min = 0, .max = 1}).value_or(0);
  }
  if (!issues.empty()) return unprocessable(issues);
  return out;
}

json::value search_json(const std::string& query, const knowledge::documents_found& found, dialect speaks) {
  json::array hits;
  for (const auto& hit : found.hits) hits.push_back(hit_json(hit, speaks));
  json::value out;
  auto total = static_cast<std::uint64_t>(hits.size());
  out.set("query", query)
      .set("results", std::move(hits))
      .set("total", total)
      .set("latency_ms", found.took / millisecond);
  return out;
}

}  // namespace fm::http

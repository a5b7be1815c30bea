#include "library_json.hpp"

#include "document_json.hpp"

#include <fm/http/fields.hpp>
#include <fm/http/json_response.hpp>

#include <charconv>
#include <string>
#include <utility>
#include <vector>

namespace fm::http {

namespace {

constexpr std::size_t longest_title = 500;
constexpr std::size_t longest_text = 50u << 20;
constexpr std::size_t longest_collection_id = 300;
constexpr std::size_t most_items = 100;

/// What an update and an item of a bulk update have in common.
void read_change(fields& f, dialect speaks, knowledge::document_change& c) {
  auto take = [](std::optional<std::string> given, knowledge::new_text& to) {
    if (!given) return;
    to.given = true;
    to.text = std::move(*given);
  };
  take(f.text("title", {.min = 1, .max = longest_title}), c.title);
  take(read_document_type(f, speaks), c.document_type);
  take(f.object("metadata"), c.metadata);
  if (auto tags = f.texts("tags")) {
    c.has_tags = true;
    c.tags = std::move(*tags);
  }
  const auto* collection = f.raw("collection_id");
  if (collection != nullptr && collection->is_null())
    c.collection_id.given = speaks == dialect::root;  // null takes it out of its collection
  else
    take(f.text("collection_id", {.max = longest_collection_id}), c.collection_id);
}

/// The array of that name, with 1 to 100 items; null when it is wrong, which is an issue.
const json::array* items_of(fields& f, std::string_view name) {
  const auto* given = f.raw(name);
  if (given == nullptr) {
    f.add("missing", name, "Field required");
    return nullptr;
  }
  const auto* all = given->as_array();
  if (all == nullptr) {
    f.add("list_type", name, "Input should be a list");
    return nullptr;
  }
  if (all->empty()) f.add("too_short", name, "List should have at least 1 item");
  if (all->size() > most_items)
    f.add("too_long", name, "List should have at most " + std::to_string(most_items) + " items");
  return all->empty() || all->size() > most_items ? nullptr : all;
}

std::string counted(std::uint64_t n, const char* done) {
  return std::to_string(n) + (n == 1 ? " document was " : " documents were ") + done;
}

/// "2 documents were deleted, 1 was not: see failed_ids"
std::string told(std::uint64_t good, std::uint64_t bad, const char* done) {
  auto out = counted(good, done);
  if (bad > 0) out += ", " + std::to_string(bad) + (bad == 1 ? " was not" : " were not") + ": see results";
  return out;
}

struct sorted_items {
  std::uint64_t good = 0, bad = 0;
  json::array results, failed_ids;
};
sorted_items sorted(const knowledge::items_done& r) {
  sorted_items out;
  for (const auto& item : r.items) {
    const bool good = item.error.empty();
    ++(good ? out.good : out.bad);
    if (!good) out.failed_ids.emplace_back(item.document_id);
    json::value one;
    one.set("document_id", item.document_id).set("success", good).set("error", text_or_null(item.error));
    out.results.push_back(std::move(one));
  }
  return out;
}

json::value version_json(const knowledge::version_record& v, dialect speaks) {
  json::value out;
  out.set("version", std::uint64_t{v.version})
      .set("title", v.title)
      .set("filename", v.filename)
      .set("document_type", shown_type(v.document_type, speaks))
      .set("content_hash", v.content_hash)
      .set("file_size", v.file_size)
      .set("chunk_count", v.chunk_count == 0 ? json::value() : json::value(std::uint64_t{v.chunk_count}))
      .set("created_at", time_text(v.added))
      .set("replaced_at", time_or_null(v.replaced));
  return out;
}

}  // namespace

parsed<knowledge::update_document> parse_update(const exchange& x) {
  constexpr std::array<std::string_view, 6> known = {"title", "content",  "document_type",
                                                     "tags",  "metadata", "collection_id"};
  fields f(*x.request);
  knowledge::update_document m;
  if (x.request->speaks == dialect::root) f.only(known);
  read_change(f, x.request->speaks, m.change);
  if (auto content = f.text("content", {.min = 1, .max = longest_text})) {
    m.has_content = true;
    m.content = std::move(*content);
  }
  if (!f.ok()) return unprocessable(f.issues());
  m.change.document_id = x.request->path_args.at(0);
  if (!is_uuid(m.change.document_id)) return unknown_object("document", m.change.document_id);
  return m;
}

parsed<knowledge::update_documents> parse_bulk_update(const exchange& x) {
  fields f(*x.request);
  knowledge::update_documents m;
  std::vector<issue> issues;
  if (const auto* all = items_of(f, "updates"))
    for (std::size_t i = 0; i < all->size(); ++i) {
      fields in((*all)[i], {"body", "updates", std::to_string(i)}, issues);
      auto& change = m.changes.emplace_back();
      change.document_id = in.text("document_id", {.required = true, .min = 1, .max = 100}).value_or("");
      read_change(in, x.request->speaks, change);
    }
  issues.insert(issues.begin(), f.issues().begin(), f.issues().end());
  if (!issues.empty()) return unprocessable(issues);
  return m;
}

parsed<knowledge::delete_documents> parse_batch_delete(const exchange& x) {
  fields f(*x.request);
  knowledge::delete_documents m;
  if (items_of(f, "document_ids"))
    m.document_ids = f.texts("document_ids", most_items, 100).value_or(std::vector<std::string>());
  if (!f.ok()) return unprocessable(f.issues());
  return m;
}

parsed<knowledge::create_collection> parse_collection(const exchange& x) {
  fields f(*x.request);
  knowledge::create_collection m;
  m.name = f.text("name", {.required = true, .min = 1, .max = 100}).value_or("");
  m.description = f.text("description", {.max = 500}).value_or("");
  m.scope = f.word("scope", knowledge_scopes).value_or("user");
  m.case_id = f.text("case_id", {.max = 100}).value_or("");
  if (m.scope == "case" && m.case_id.empty())
    f.add("missing", "case_id", "Field required: the scope case needs a case_id");
  if (!f.ok()) return unprocessable(f.issues());
  if (m.scope == "case" && !is_uuid(m.case_id)) return unknown_object("case", m.case_id);
  return m;
}

parsed<knowledge::similar_documents> parse_similar(const exchange& x) {
  query_fields q(*x.request);
  auto limit = static_cast<std::uint32_t>(q.integer("limit", {.min = 1, .max = 50}).value_or(5));
  if (!q.ok()) return unprocessable(q.issues());
  auto command = for_document<knowledge::similar_documents>(x);
  if (auto* m = std::get_if<knowledge::similar_documents>(&command)) m->limit = limit;
  return command;
}

parsed<knowledge::read_text> parse_version(const exchange& x) {
  auto command = for_document<knowledge::read_text>(x);
  auto* m = std::get_if<knowledge::read_text>(&command);
  if (m == nullptr) return command;
  const auto& number = x.request->path_args.at(1);
  const auto read = std::from_chars(number.data(), number.data() + number.size(), m->version);
  if (read.ec != std::errc() || read.ptr != number.data() + number.size() || m->version == 0)
    return problem(404, "version " + number + " of the document not found");
  return command;
}

json::value updated_json(const knowledge::document_record& d, bool new_content, dialect speaks) {
  json::value out;
  out.set("document_id", d.id)
      .set("message", new_content ? "the document has version " + std::to_string(d.version) +
                                        " now, which is being indexed"
                                  : std::string("the document was updated"))
      .set("document", document_json(d, speaks));
  return out;
}

json::value bulk_updated_json(const knowledge::items_done& r) {
  auto s = sorted(r);
  json::value out;
  out.set("updated", s.good)
      .set("failed", s.bad)
      .set("message", told(s.good, s.bad, "updated"))
      .set("results", std::move(s.results));
  return out;
}

json::value batch_deleted_json(const knowledge::items_done& r) {
  auto s = sorted(r);
  json::value out;
  out.set("deleted", s.good)
      .set("failed", s.bad)
      .set("message", told(s.good, s.bad, "deleted"))
      .set("failed_ids", std::move(s.failed_ids))
      .set("results", std::move(s.results));
  return out;
}

json::value collection_json(const knowledge::collection_record& c) {
  json::value out;
  out.set("collection_id", c.id)
      .set("name", c.name)
      .set("description", text_or_null(c.description))
      .set("scope", c.scope)
      .set("case_id", text_or_null(c.case_id))
      .set("document_count", c.documents)
      .set("created_at", time_text(c.created));
  return out;
}

json::value versions_json(const std::string& document_id, const knowledge::version_list& all,
                          dialect speaks) {
  json::array versions;
  for (const auto& v : all.versions) versions.push_back(version_json(v, speaks));
  json::value out;
  auto count = static_cast<std::uint64_t>(versions.size());
  out.set("document_id", document_id).set("versions", std::move(versions)).set("count", count);
  return out;
}

json::value version_text_json(const knowledge::document_text_found& d, dialect speaks) {
  auto out = version_json(d.version, speaks);
  out.set("document_id", d.document.id).set("content", d.text).set("content_truncated", d.cut);
  return out;
}

json::value stats_json(const knowledge::knowledge_stats& s) {
  json::value out;
  out.set("total_documents", s.documents)
      .set("indexed_documents", s.indexed)
      .set("pending_documents", s.pending)
      .set("failed_documents", s.failed)
      .set("total_chunks", s.chunks)
      .set("index_memory_bytes", s.index_bytes)
      .set("index_memory_limit_bytes", s.most_index_bytes);
  return out;
}

json::value similar_json(const std::string& document_id, const knowledge::similar_found& found,
                         dialect speaks) {
  json::array all;
  for (const auto& hit : found.hits) {
    json::value one;
    one.set("document_id", hit.document_id)
        .set("title", hit.title)
        .set("document_type", shown_type(hit.document_type, speaks))
        .set("tags", json_texts(hit.tags))
        .set("score", hit.score)
        .set("snippet", hit.snippet);
    all.push_back(std::move(one));
  }
  json::value out;
  auto count = static_cast<std::uint64_t>(all.size());
  out.set("document_id", document_id).set("similar", std::move(all)).set("count", count);
  return out;
}

response refuse_update(const failure& why) {
  if (why.code != ec::invalid) return problem(why);
  return unprocessable({{"content_invalid", {"body", "content"}, why.text}});
}

}  // namespace fm::http

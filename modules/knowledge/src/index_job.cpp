#include "index_job.hpp"

#include "document_text.hpp"
#include "knowledge/similarity.hpp"
#include "knowledge/utf8.hpp"

#include <algorithm>

namespace fm::knowledge {

namespace {

bool has_all(const std::vector<std::string>& tags, const std::vector<std::string>& wanted) {
  return std::all_of(wanted.begin(), wanted.end(), [&](const std::string& tag) {
    return std::find(tags.begin(), tags.end(), tag) != tags.end();
  });
}

bool accepts(const stored_document& d, const search_filter& f) {
  return (f.document_id.empty() || d.id == f.document_id) &&
         (f.document_type.empty() || d.document_type == f.document_type) &&
         (f.collection_id.empty() || d.collection_id == f.collection_id) && has_all(d.tags, f.tags);
}

bool filters_documents(const search_filter& f) {
  return !f.document_id.empty() || !f.document_type.empty() || !f.collection_id.empty() || !f.tags.empty();
}

bool accepts(const index_scope& s, const search_indexes& m) {
  const auto& f = m.filter;
  return (f.scope.empty() || s.scope == f.scope) &&
         (m.only_case || f.case_id.empty() || s.case_id == f.case_id);
}

void search_scope(const index_registry::view& in, const std::string& query, const search_indexes& m,
                  std::vector<search_hit>& into) {
  const auto& documents = in.index->documents;
  search_options how;
  how.limit = m.limit;
  how.passages_per_page = m.per_document;
  if (in.hidden || filters_documents(m.filter))
    how.accepts = [&](std::string_view id) {
      auto d = documents.find(id);
      return d != documents.end() && !in.hides(d->second) && accepts(d->second, m.filter);
    };
  for (auto& found : in.index->index.search(query, how)) {
    if (found.score < m.filter.min_score) continue;
    const auto& d = documents.find(found.document_id)->second;
    search_hit hit;
    hit.found = std::move(found);
    hit.found.path = d.filename;
    hit.title = d.title;
    hit.document_type = d.document_type;
    hit.tags = d.tags;
    hit.collection_id = d.collection_id;
    hit.scope = in.index->scope.scope;
    hit.case_id = in.index->scope.case_id;
    into.push_back(std::move(hit));
  }
}

/// The first `most` bytes of a stored file.
outcome<text_loaded> load(blob::store& files, const std::string& key, std::uint64_t most) {
  text_loaded out;
  auto from = files.open(key);
  constexpr std::size_t block = 256 * 1024;
  for (;;) {
    auto old = out.text.size();
    out.text.resize(old + block);
    auto n = from->read({out.text.data() + old, block});
    out.text.resize(old + n);
    if (n == 0) break;
    if (out.text.size() > most) {
      out.text.resize(most);
      out.cut = true;
      return out;
    }
  }
  if (!from->error().empty()) return fail(ec::unavailable, "the stored file " + std::string(from->error()));
  return out;
}

}  // namespace

outcome<std::string> building_job::read(const stored_document& d) const {
  auto whole = load(*files_, d.storage_key, most_bytes_);
  if (!whole) {
    // A search that finds less than it should is no answer: health says so, and the log.
    files_->note_trouble(d.storage_key, whole.error().text);
    return whole.error();
  }
  if (whole->cut) return fail(ec::invalid, "the document is larger than a document may be");
  return std::move(whole->text);
}

read_limits building_job::limits() const {
  read_limits l;
  l.bytes = most_bytes_;
  return l;
}

outcome<document_parsed> building_job::run(const parse_document& m, actors::worker_env& env) {
  auto bytes = read(m.document);
  if (!bytes) return bytes.error();
  document_parsed out;
  auto document = m.document;
  if (auto format = packed_format(*bytes); !format.empty() && extract_) {
    auto text = extract_(format, *bytes, [&env] { return env.cancelled(); });
    if (!text) return text.error();
    auto kept = files_->write(m.text_key, *text);
    if (!kept) return kept.error();
    out.extracted = document.extracted = true;
    *bytes = std::move(*text);
  }
  if (auto why = unreadable_document(*bytes); !why.empty()) return fail(ec::invalid, why);
  search_index::builder builder(limits());
  out.chunks = static_cast<std::uint32_t>(builder.add(indexable(document, std::move(*bytes))));
  return out;
}

outcome<rebuilt> building_job::run(const build_index& m, actors::worker_env& env) {
  rebuilt out;
  search_index::builder builder(limits());
  auto built = std::make_shared<scope_index>();
  built->scope = m.scope;
  for (const auto& d : m.documents) {
    if (env.cancelled()) return fail(ec::cancelled);
    auto bytes = read(d);
    if (!bytes) {
      out.notes.push_back("'" + d.filename + "' (" + d.id + ") is left out: " + bytes.error().text);
      continue;
    }
    builder.add(indexable(d, std::move(*bytes)));
    built->documents.emplace(d.id, d);
    env.progress(++out.documents, m.documents.size());
  }
  built->index = builder.build();
  out.chunks = built->index.chunks();
  if (built->documents.empty())
    indexes_->drop(m.scope);
  else
    indexes_->set(std::move(built));
  return out;
}

outcome<hits_found> searching_job::run(const search_indexes& m, actors::worker_env& env) {
  hits_found out;
  auto scopes = indexes_->visible(m.user, m.only_case, m.filter.case_id);
  std::erase_if(scopes, [&](const auto& v) { return !accepts(v.index->scope, m); });
  for (const auto& query : m.queries) {
    std::vector<search_hit> hits;
    for (const auto& scope : scopes) {
      if (env.cancelled()) return fail(ec::cancelled);
      search_scope(scope, query, m, hits);
    }
    std::stable_sort(hits.begin(), hits.end(),
                     [](const search_hit& a, const search_hit& b) { return a.found.score > b.found.score; });
    if (hits.size() > m.limit) hits.resize(m.limit);
    out.results.push_back({std::move(hits), 0});
  }
  return out;
}

outcome<done> searching_job::run(const hide_documents& m, actors::worker_env&) {
  indexes_->hide(m.scope, m.ids, m.up_to_version);
  return done{};
}

outcome<similar_found> searching_job::run(const find_similar& m, actors::worker_env& env) {
  similar_found out;
  constexpr bool only_case = false;
  auto scopes = indexes_->visible(m.user, only_case, {});
  auto own =
      std::find_if(scopes.begin(), scopes.end(), [&](const auto& v) { return v.index->scope == m.scope; });
  if (own == scopes.end()) return out;
  auto words = telling_words(own->index->index, m.document_id);
  constexpr std::size_t longest_snippet = 300;
  for (const auto& scope : scopes) {
    if (env.cancelled()) return fail(ec::cancelled);
    const auto& documents = scope.index->documents;
    auto may = [&](std::string_view id) {
      auto d = documents.find(id);
      return id != m.document_id && d != documents.end() && !scope.hides(d->second);
    };
    for (auto& page : similar_pages(scope.index->index, words, m.limit, may)) {
      const auto& d = documents.find(page.document_id)->second;
      page.text.resize(floor_utf8(page.text, std::min(page.text.size(), longest_snippet)));
      out.hits.push_back({d.id, d.title, d.document_type, d.tags, page.score, std::move(page.text)});
    }
  }
  std::sort(out.hits.begin(), out.hits.end(), [](const similar_hit& a, const similar_hit& b) {
    return a.score != b.score ? a.score > b.score : a.document_id < b.document_id;
  });
  if (out.hits.size() > m.limit) out.hits.resize(m.limit);
  return out;
}

outcome<text_loaded> searching_job::run(const load_text& m, actors::worker_env&) {
  auto out = load(*files_, m.storage_key, m.most_bytes);
  if (!out) return out;
  if (unreadable_document(out->text).empty()) {
    out->text.resize(floor_utf8(out->text, out->text.size()));
    out->text = clean_utf8(out->text);
  } else {
    *out = {};  // the text of this file is not taken out yet
  }
  return out;
}

}  // namespace fm::knowledge

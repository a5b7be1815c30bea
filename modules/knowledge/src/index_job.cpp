#include "index_job.hpp"

#include "document_text.hpp"

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
         (f.document_type.empty() || d.document_type == f.document_type) && has_all(d.tags, f.tags);
}

bool filters_documents(const search_filter& f) {
  return !f.document_id.empty() || !f.document_type.empty() || !f.tags.empty();
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
      return d != documents.end() && !(in.hidden && in.hidden->contains(id)) && accepts(d->second, m.filter);
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
    hit.scope = in.index->scope.scope;
    hit.case_id = in.index->scope.case_id;
    into.push_back(std::move(hit));
  }
}

}  // namespace

outcome<std::string> building_job::read(const stored_document& d) const {
  std::string out;
  auto from = files_->open(d.storage_key);
  constexpr std::size_t block = 256 * 1024;
  for (;;) {
    auto old = out.size();
    out.resize(old + block);
    auto n = from->read({out.data() + old, block});
    out.resize(old + n);
    if (n == 0) break;
    if (out.size() > most_bytes_) return fail(ec::invalid, "the document is larger than a document may be");
  }
  if (!from->error().empty()) return fail(ec::unavailable, "the stored file " + std::string(from->error()));
  return out;
}

read_limits building_job::limits() const {
  read_limits l;
  l.bytes = most_bytes_;
  return l;
}

outcome<document_parsed> building_job::run(const parse_document& m, actors::worker_env&) {
  auto bytes = read(m.document);
  if (!bytes) return bytes.error();
  if (auto why = unreadable_document(*bytes); !why.empty()) return fail(ec::invalid, why);
  search_index::builder builder(limits());
  document_parsed out;
  out.chunks = static_cast<std::uint32_t>(builder.add(indexable(m.document, std::move(*bytes))));
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
  indexes_->hide(m.scope, m.ids);
  return done{};
}

}  // namespace fm::knowledge

#include "index_job.hpp"

#include "document_text.hpp"
#include "knowledge/similarity.hpp"
#include "knowledge/utf8.hpp"

#include <fm/budget/checkpoint.hpp>
#include <fm/providers/quota.hpp>

#include <algorithm>
#include <map>

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
  // A turn looks at its own case beside what belongs to no case; a search for a case looks at nothing else.
  if (m.only_case ? s.scope == "case" && s.case_id != f.case_id
                  : !f.case_id.empty() && s.case_id != f.case_id)
    return false;
  return f.scope.empty() || s.scope == f.scope;
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
  for (auto& found : in.index->index->search(query, how)) {
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

/// Bytes of memory for each byte of a document that is read.
constexpr std::uint64_t reading_cost = 6;
/// A share of an index that may be missing in its stored image: 1 of so many chunks. They are read again when
/// it is loaded.
constexpr std::uint64_t unstored_share = 20;

/// Tells what is indexed of a document from what was before.
std::uint64_t mark_of(const stored_document& d) {
  std::uint64_t h = d.version;
  for (const std::string* text : {&d.filename, &d.title, &d.document_type, &d.storage_key})
    for (char c : *text + '\x1f') h = (h ^ static_cast<unsigned char>(c)) * 0x100000001B3ULL;
  return d.extracted ? ~h : h;
}

document marked(const stored_document& d, std::string bytes) {
  auto out = indexable(d, std::move(bytes));
  out.mark = mark_of(d);
  return out;
}

/// The first `most` bytes of a stored file, if it still is what was stored.
outcome<text_loaded> load(blob::store& files, const std::string& key, const std::string& sha256,
                          std::uint64_t most) {
  text_loaded out;
  if (!sha256.empty())
    if (auto same = files.verify(key, sha256); !same) return same.error();
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

/// Long work that ends as soon as nobody waits for it.
template <class Work>
auto unless_stopped(actors::worker_env& env, Work work) -> decltype(work()) {
  budget::watched_work watched([&env] { return env.cancelled(); });
  try {
    return work();
  } catch (const budget::work_stopped&) {
    return fail(ec::cancelled);
  }
}

}  // namespace

outcome<std::string> building_job::read(const stored_document& d) const {
  auto whole = load(*files_, d.storage_key, d.sha256, limits_.document_bytes);
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
  l.bytes = limits_.document_bytes;
  return l;
}

outcome<document_parsed> building_job::run(const parse_document& m, actors::worker_env& env) {
  return unless_stopped(env, [&] { return parse(m, env); });
}

outcome<rebuilt> building_job::run(const build_index& m, actors::worker_env& env) {
  return unless_stopped(env, [&] { return build(m, env); });
}

outcome<document_parsed> building_job::parse(const parse_document& m, actors::worker_env& env) {
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
    out.text_hash = kept->sha256;
    *bytes = std::move(*text);
  }
  if (auto why = unreadable_document(*bytes); !why.empty()) return fail(ec::invalid, why);
  budget::memory_share share(limits_.memory, 0, [&env] { return env.cancelled(); });
  if (!share.grow(reading_cost * bytes->size()))
    return fail(ec::busy, "the memory that reading this document takes is not free (FM_MEMORY_MB)", 10);
  auto within = limits();
  within.words = limits_.document_words;
  search_index::builder builder(within);
  out.chunks = static_cast<std::uint32_t>(builder.add(indexable(document, std::move(*bytes))));
  const providers::quota words{"different words of one document", "FM_QUOTA_DOCUMENT_WORDS",
                               limits_.document_words};
  if (words.broken_by(builder.words()))
    return fail(ec::quota_exhausted, "the document has more than " + std::to_string(words.allowed) +
                                         " different words (" + std::string(words.setting) +
                                         "): it is a list of data and no text; split it, or add an extract");
  return out;
}

/// What there is of a scope's index: in memory, or stored.
std::shared_ptr<const scope_index> building_job::present(const index_scope& scope) const {
  if (auto loaded = indexes_->get(scope)) return loaded;
  auto stored = stored_.load(scope);
  if (!stored) return nullptr;
  auto out = std::make_shared<scope_index>();
  out->scope = scope;
  out->index = std::move(stored);
  return out;
}

// Pages of documents that have not changed are taken over; only the others are read.
outcome<rebuilt> building_job::build(const build_index& m, actors::worker_env& env) {
  rebuilt out;
  if (m.documents.empty()) {
    indexes_->drop(m.scope);
    stored_.remove(m.scope);
    return out;
  }
  const auto old = present(m.scope);
  std::map<std::string_view, std::size_t> pages;
  if (old)
    for (std::size_t p = 0; p < old->index->pages(); ++p) pages.emplace(old->index->page_at(p).id, p);

  auto built = std::make_shared<scope_index>();
  built->scope = m.scope;
  built->unstored_chunks = old ? old->unstored_chunks : 0;
  search_index::builder builder(limits());
  budget::memory_share share(limits_.memory, 0, [&env] { return env.cancelled(); });
  std::size_t kept = 0, read_anew = 0;
  for (const auto& d : m.documents) {
    if (env.cancelled()) return fail(ec::cancelled);
    const auto page = pages.find(d.id);
    if (page != pages.end() && old->index->page_at(page->second).mark == mark_of(d)) {
      builder.keep(*old->index, page->second);
      ++kept;
    } else {
      auto bytes = read(d);
      if (!bytes) {
        out.notes.push_back("'" + d.filename + "' (" + d.id + ") is left out: " + bytes.error().text);
        continue;
      }
      if (!share.grow(reading_cost * bytes->size()))
        return fail(ec::busy, "the memory that building this index takes is not free (FM_MEMORY_MB)", 10);
      built->unstored_chunks += builder.add(marked(d, std::move(*bytes)));
      ++read_anew;
    }
    built->documents.emplace(d.id, d);
    env.progress(++out.documents, m.documents.size());
  }
  const bool gone = old && kept < old->index->pages();
  if (old && read_anew == 0 && !gone) {
    built->index = old->index;
  } else {
    auto index = builder.build();
    // What was deleted is not to stay on the disk; what is new can be read again.
    if (gone || !old || built->unstored_chunks * unstored_share >= index.chunks())
      if (stored_.store(m.scope, index)) built->unstored_chunks = 0;
    built->index = std::make_shared<const search_index>(std::move(index));
  }
  out.chunks = built->index->chunks();
  if (built->documents.empty()) {
    indexes_->drop(m.scope);
    stored_.remove(m.scope);
  } else {
    indexes_->set(std::move(built));
  }
  return out;
}

outcome<hits_found> searching_job::run(const search_indexes& m, actors::worker_env& env) {
  hits_found out;
  auto visible = indexes_->visible(m.user, [&](const index_scope& s) { return accepts(s, m); });
  out.gaps = std::move(visible.gaps);
  if (out.gaps.any()) return out;
  const auto& scopes = visible.loaded;
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

done searching_job::run(const know_scopes& m, actors::worker_env&) {
  indexes_->know(m.user, m.scopes);
  return {};
}

index_memory searching_job::run(const measure_indexes&, actors::worker_env&) { return indexes_->memory(); }

outcome<similar_found> searching_job::run(const find_similar& m, actors::worker_env& env) {
  similar_found out;
  auto visible = indexes_->visible(m.user, [](const index_scope&) { return true; });
  out.gaps = std::move(visible.gaps);
  if (out.gaps.any()) return out;
  const auto& scopes = visible.loaded;
  auto own =
      std::find_if(scopes.begin(), scopes.end(), [&](const auto& v) { return v.index->scope == m.scope; });
  if (own == scopes.end()) return out;
  auto words = telling_words(*own->index->index, m.document_id);
  constexpr std::size_t longest_snippet = 300;
  for (const auto& scope : scopes) {
    if (env.cancelled()) return fail(ec::cancelled);
    const auto& documents = scope.index->documents;
    auto may = [&](std::string_view id) {
      auto d = documents.find(id);
      return id != m.document_id && d != documents.end() && !scope.hides(d->second);
    };
    for (auto& page : similar_pages(*scope.index->index, words, m.limit, may)) {
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
  auto out = load(*files_, m.storage_key, m.sha256, m.most_bytes);
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

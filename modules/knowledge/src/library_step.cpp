#include "library_step.hpp"

#include "document_text.hpp"
#include "documents_store.hpp"
#include "ingestion_work.hpp"
#include "library_access.hpp"
#include "loaded_search.hpp"
#include "owner_quota.hpp"
#include "versions_store.hpp"

#include <fm/jobs/ledger.hpp>
#include <fm/jobs/messages.hpp>
#include <fm/providers/orphans.hpp>

#include <utility>

namespace fm::knowledge {

namespace {

/// Remembers searches; nobody waits for it.
void note(const std::vector<std::string>& queries, const hits_found& found, micros took, effects& fx) {
  std::vector<db::operation> unit;
  for (std::size_t i = 0; i < queries.size() && i < found.results.size(); ++i) {
    store::search_note n;
    n.id = fx.new_key();
    n.query = queries[i];
    n.user = fx.ctx().user;
    n.results = found.results[i].hits.size();
    constexpr std::size_t most_top = 5;
    for (const auto& hit : found.results[i].hits) {
      if (n.top.size() == most_top) break;
      n.top.push_back(hit.found.document_id + "_chunk_" + std::to_string(hit.found.chunk_index));
    }
    n.took = took;
    n.at = fx.now();
    for (auto& op : store::note_search(n)) unit.push_back(std::move(op));
  }
  fx.tell<db::transact>(std::move(unit));
}

}  // namespace

flow<document_record> on(library_state& s, ingest_document m, effects& fx) {
  co_await may_write(m.scope, m.case_id, fx);
  auto too_large = fail(ec::too_large, "the document is too large: at most " +
                                           std::to_string(s.most_bytes >> 20) + " MB are taken");
  if (m.text.size() > s.most_bytes) co_return too_large;

  document_record d;
  d.id = fx.new_key();
  d.owner = fx.ctx().user;
  d.title = m.title.empty() ? m.filename : std::move(m.title);
  d.filename = std::move(m.filename);
  d.document_type = std::move(m.document_type);
  d.tags = std::move(m.tags);
  d.metadata = std::move(m.metadata);
  d.scope = std::move(m.scope);
  if (d.scope == "case") d.case_id = std::move(m.case_id);
  d.collection_id = std::move(m.collection_id);
  if (!d.collection_id.empty()) co_await collection_takes(d, fx);
  d.storage_key = std::string(store::folder) + "/" + d.owner + "/" + d.id + "_" + safe_file_name(d.filename);
  d.job_id = fx.new_key();
  d.uploaded = d.version_since = d.updated = fx.now();

  blob::stored stored;
  if (m.spool.empty())
    stored = co_await fx.ask<blob::put>(d.storage_key, std::move(m.text));
  else
    stored = co_await fx.ask<blob::adopt>(m.spool, d.storage_key);
  d.file_size = stored.bytes;
  d.content_hash = stored.sha256;
  std::vector<std::string> file{d.storage_key};
  if (d.file_size > s.most_bytes) {
    co_await fx.try_ask<blob::remove>(file);
    co_return too_large;
  }

  jobs::new_job job{d.job_id, ingestion_kind, d.id, d.owner, d.case_id};
  std::vector<db::operation> unit{store::insert(d), jobs::insert_job(job, fx.now())};
  const auto counts_at = unit.size();
  count_owner(s.per_owner, d.owner, unit);
  auto written = co_await fx.try_ask<db::transact>(unit);
  if (!written) {
    failure why = written.error();
    // After anything else the row may still come; `sweep` looks again.
    if (db::surely_not_committed(why.code)) co_await fx.try_ask<blob::remove>(file);
    if (why.code == ec::conflict) co_return fail(ec::not_found, "case not found");
    co_return why;
  }
  auto full = broken_quota(s.per_owner, d, *written, counts_at);
  if (full.code != ec::internal) {
    std::vector<db::operation> undo{store::remove(d.id), jobs::close_job(d.job_id, full.text, fx.now()),
                                    providers::note_removed(d.storage_key)};
    co_await fx.ask<db::transact>(undo);
    co_await fx.try_ask<blob::remove>(file);
    co_return full;
  }
  fx.tell<jobs::begin>(d.job_id);
  co_return d;
}

flow<document_page> on(library_state&, list_documents m, effects& fx) {
  auto page = store::list(fx.ctx().user, m);
  auto all = store::count(fx.ctx().user, m);
  auto rows = fx.ask<db::query>(page);
  auto total = fx.ask<db::query>(all);
  db::row_set found = co_await rows;
  db::row_set counted = co_await total;
  document_page out;
  out.documents = store::records_of(found);
  out.more = out.documents.size() > m.limit;
  if (out.more) out.documents.resize(m.limit);
  out.total = static_cast<std::uint64_t>(counted.rows.at(0).at(0).integer);
  co_return out;
}

flow<document_record> on(library_state&, get_document m, effects& fx) {
  co_return co_await visible_document(m.document_id, fx);
}

flow<done> on(library_state&, delete_document m, effects& fx) {
  auto d = co_await editable_document(m.document_id, fx);
  std::vector<document_record> one{d};
  auto noted = notes_of(one, fx);
  co_await remove_all(std::move(one), std::move(noted), fx);
  co_return done{};
}

flow<documents_found> on(library_state&, search_documents m, effects& fx) {
  auto begun = fx.steady();
  constexpr std::uint32_t per_document = 3;
  constexpr bool only_case = false;
  std::vector<std::string> queries{m.query};
  search_indexes asked{fx.ctx().user, queries, m.limit, per_document, only_case, m.filter};
  auto found = co_await search_loaded(asked, fx);
  documents_found out = found.results.at(0);
  out.took = fx.steady() - begun;
  note(queries, found, out.took, fx);
  co_return out;
}

flow<passages_found> on(library_state&, search_visible m, effects& fx) {
  auto begun = fx.steady();
  constexpr std::uint32_t per_document = 1;
  constexpr bool only_case = true;
  search_filter filter;
  filter.case_id = m.case_id;
  search_indexes asked{fx.ctx().user, m.queries, m.limit, per_document, only_case, filter};
  auto found = co_await search_loaded(asked, fx);
  note(m.queries, found, fx.steady() - begun, fx);
  passages_found out;
  for (auto& result : found.results) {
    std::vector<passage> passages;
    for (auto& hit : result.hits) passages.push_back(std::move(hit.found));
    out.results.push_back(std::move(passages));
  }
  co_return out;
}

flow<done> on(library_state&, purge_case m, effects& fx) {
  constexpr std::uint32_t at_once = 200;
  for (;;) {
    auto some = store::of_case(m.case_id, at_once);
    auto found = co_await fx.ask<db::query>(some);
    if (found.rows.empty()) break;
    std::vector<db::operation> nothing;
    co_await remove_all(store::records_of(found), std::move(nothing), fx);
  }
  std::vector<db::operation> unit{store::remove_collections_of_case(m.case_id)};
  co_await fx.ask<db::transact>(unit);
  co_return done{};
}

flow<swept> on(library_state&, sweep m, effects& fx) {
  auto files = store::files();
  swept out;
  out.removed = co_await providers::tidy_files(files, fx.now() - m.grace, fx);
  co_return out;
}

}  // namespace fm::knowledge

// Changes of stored documents and their versions.
#include "document_text.hpp"
#include "documents_store.hpp"
#include "ingestion_work.hpp"
#include "library_access.hpp"
#include "library_step.hpp"
#include "loaded_search.hpp"
#include "owner_quota.hpp"
#include "scope_of_document.hpp"
#include "versions_store.hpp"

#include <fm/jobs/ledger.hpp>
#include <fm/jobs/messages.hpp>
#include <fm/providers/blob.hpp>

#include <set>
#include <utility>

namespace fm::knowledge {

namespace {

/// Somebody else changed it between our look and our write: look again.
constexpr int most_tries = 4;
constexpr std::uint64_t most_shown_bytes = 1u << 20;

void apply(const document_change& c, document_record& to) {
  if (c.title.given) to.title = c.title.text;
  if (c.document_type.given) to.document_type = c.document_type.text;
  if (c.metadata.given) to.metadata = c.metadata.text;
  if (c.collection_id.given) to.collection_id = c.collection_id.text;
  if (c.has_tags) to.tags = c.tags;
}

/// The document as it would be; fails when the caller may not.
flow<document_record> changed(document_change c, effects& fx) {
  auto d = co_await editable_document(c.document_id, fx);
  apply(c, d);
  if (c.collection_id.given && !d.collection_id.empty()) co_await collection_takes(d, fx);
  co_return d;
}

failure changed_meanwhile() {
  return fail(ec::busy, "somebody else keeps changing the document; try again", 1);
}

/// New content: the file first, then one unit, then the job, as for a new document.
flow<document_record> replace(library_state& s, update_document m, effects& fx) {
  if (m.content.size() > s.most_bytes)
    co_return fail(ec::too_large, "the document is too large: at most " + std::to_string(s.most_bytes >> 20) +
                                      " MB are taken");
  if (auto why = unreadable_document(m.content); !why.empty()) co_return fail(ec::invalid, why);
  auto d = co_await changed(m.change, fx);
  // The new content is text, whatever the file was that it replaces.
  if (!m.change.document_type.given && (d.document_type == "pdf" || d.document_type == "docx"))
    d.document_type = "markdown";
  co_await may_keep_more(s.per_owner, d.owner, m.content.size(), fx);
  auto job_id = fx.new_key();
  d.storage_key = std::string(store::folder) + "/" + d.owner + "/" + d.id + "_" + job_id + "_" +
                  safe_file_name(d.filename);
  auto stored = co_await fx.ask<blob::put>(d.storage_key, std::move(m.content));
  std::vector<std::string> file{d.storage_key};
  for (int tried = 1;; ++tried) {
    outcome<document_record> found = co_await attempt(changed(m.change, fx));
    if (!found) {
      // It was deleted meanwhile: the new content belongs to nobody.
      failure why = found.error();
      co_await fx.try_ask<blob::remove>(file);
      co_return why;
    }
    auto old = std::move(*found);
    auto next = old;
    next.document_type = d.document_type;
    next.storage_key = d.storage_key;
    next.text_key.clear();
    next.text_hash.clear();
    next.content_hash = stored.sha256;
    next.file_size = stored.bytes;
    next.version = old.version + 1;
    next.version_since = next.updated = fx.now();
    next.status = "pending";
    next.problem.clear();
    next.job_id = job_id;
    jobs::new_job job{job_id, ingestion_kind, next.id, next.owner, next.case_id};
    std::vector<db::operation> unit = store::replace_content(old, next, fx.now());
    auto files_at = unit.size() - 1;
    unit.push_back(store::change(next, fx.now()));
    if (!old.job_id.empty())
      unit.push_back(jobs::close_job(old.job_id, "the document got a new content", fx.now()));
    unit.push_back(jobs::insert_job(job, fx.now()));
    auto written = co_await fx.try_ask<db::transact>(unit);
    if (written) {
      if (!old.job_id.empty()) fx.tell<jobs::stop_job>(old.job_id);
      fx.tell<jobs::begin>(job_id);
      auto forgotten = store::files_of(written->sets.at(files_at));
      if (!forgotten.empty()) co_await fx.try_ask<blob::remove>(forgotten);
      co_return next;
    }
    failure why = written.error();
    if (why.code == ec::conflict && tried < most_tries) continue;
    if (db::surely_not_committed(why.code)) co_await fx.try_ask<blob::remove>(file);
    if (why.code == ec::conflict) co_return changed_meanwhile();
    co_return why;
  }
}

}  // namespace

flow<document_record> on(library_state& s, update_document m, effects& fx) {
  if (m.has_content) co_return co_await replace(s, std::move(m), fx);
  for (int tried = 1;; ++tried) {
    auto d = co_await changed(m.change, fx);
    std::vector<db::operation> unit{store::change(d, fx.now())};
    auto written = co_await fx.try_ask<db::transact>(unit);
    if (written) {
      d.updated = fx.now();
      refresh_later(index_of(d), fx);
      co_return d;
    }
    failure why = written.error();
    if (why.code != ec::conflict) co_return why;
    if (tried == most_tries) co_return changed_meanwhile();
  }
}

flow<items_done> on(library_state&, update_documents m, effects& fx) {
  for (int tried = 1;; ++tried) {
    items_done out;
    std::vector<db::operation> unit;
    std::set<index_scope> scopes;
    for (std::size_t i = 0; i < m.changes.size(); ++i) {
      item_done item;
      item.document_id = m.changes[i].document_id;
      outcome<document_record> d = co_await attempt(changed(m.changes[i], fx));
      if (d) {
        unit.push_back(store::change(*d, fx.now()));
        scopes.insert(index_of(*d));
      } else if (d.error().code == ec::not_found || d.error().code == ec::forbidden) {
        item.error = d.error().text;
      } else {
        co_return d.error();
      }
      out.items.push_back(std::move(item));
    }
    if (unit.empty()) co_return out;
    auto written = co_await fx.try_ask<db::transact>(unit);
    if (written) {
      for (const auto& scope : scopes) refresh_later(scope, fx);
      co_return out;
    }
    failure why = written.error();
    if (why.code != ec::conflict) co_return why;
    if (tried == most_tries) co_return changed_meanwhile();
  }
}

flow<items_done> on(library_state&, delete_documents m, effects& fx) {
  items_done out;
  std::vector<document_record> all;
  std::set<std::string> seen;
  for (std::size_t i = 0; i < m.document_ids.size(); ++i) {
    if (!seen.insert(m.document_ids[i]).second) continue;
    item_done item;
    item.document_id = m.document_ids[i];
    outcome<document_record> d = co_await attempt(editable_document(m.document_ids[i], fx));
    if (d)
      all.push_back(std::move(*d));
    else if (d.error().code == ec::not_found || d.error().code == ec::forbidden)
      item.error = d.error().text;
    else
      co_return d.error();
    out.items.push_back(std::move(item));
  }
  if (all.empty()) co_return out;
  auto noted = notes_of(all, fx);
  co_await remove_all(std::move(all), std::move(noted), fx);
  co_return out;
}

flow<version_list> on(library_state&, list_versions m, effects& fx) {
  auto d = co_await visible_document(m.document_id, fx);
  auto read = store::versions(d.id);
  auto older = co_await fx.ask<db::query>(read);
  version_list out;
  out.versions.push_back(store::version_of(d));
  for (const auto& row : older.rows) out.versions.push_back(store::version_of(row));
  co_return out;
}

flow<document_text_found> on(library_state&, read_text m, effects& fx) {
  document_text_found out;
  out.document = co_await visible_document(m.document_id, fx);
  out.version = store::version_of(out.document);
  if (m.version != 0 && m.version != out.document.version) {
    auto read = store::read_version(m.document_id, m.version);
    auto older = co_await fx.ask<db::query>(read);
    if (older.rows.empty())
      co_return fail(ec::not_found, "version " + std::to_string(m.version) + " of the document not found");
    out.version = store::version_of(older.rows.front());
  }
  const auto& v = out.version;
  load_text text{v.storage_key, v.content_hash, most_shown_bytes};
  if (!v.text_key.empty()) {
    text.storage_key = v.text_key;
    text.sha256 = v.text_hash;
  }
  auto loaded = co_await fx.ask<load_text>(text);
  out.text = std::move(loaded.text);
  out.cut = loaded.cut;
  co_return out;
}

flow<similar_found> on(library_state&, similar_documents m, effects& fx) {
  auto d = co_await visible_document(m.document_id, fx);
  auto scope = index_of(d);
  find_similar asked{fx.ctx().user, scope, d.id, m.limit};
  co_return co_await similar_loaded(asked, fx);
}

flow<knowledge_stats> on(library_state&, get_stats, effects& fx) {
  auto read = store::stats(fx.ctx().user);
  auto found = co_await fx.ask<db::query>(read);
  auto memory = co_await fx.ask<measure_indexes>();
  auto out = store::stats_of(found.rows.at(0));
  out.index_bytes = memory.bytes;
  out.most_index_bytes = memory.most_bytes;
  co_return out;
}

}  // namespace fm::knowledge

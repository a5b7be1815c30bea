#include "ingestion_step.hpp"

#include "documents_store.hpp"
#include "scope_of_document.hpp"

#include <fm/json/value.hpp>
#include <fm/providers/blob.hpp>

#include <utility>

namespace fm::knowledge {

namespace {

flow<document_record> stored_document_of(std::string id, effects& fx) {
  auto read = store::read(id);
  auto found = co_await fx.ask<db::query>(read);
  if (found.rows.empty()) co_return fail(ec::not_found, "the document was deleted");
  co_return store::record_of(found.rows.front());
}

std::string result_of(const document_record& d, std::uint32_t chunks, const char* status) {
  json::value out;
  out.set("document_id", d.id).set("status", status).set("chunk_count", std::uint64_t{chunks});
  return json::write(out);
}

/// All documents of a scope that can be read.
flow<std::vector<stored_document>> documents_of(index_scope scope, effects& fx) {
  constexpr std::uint32_t at_once = 1'000;
  std::vector<stored_document> out;
  for (;;) {
    auto page = store::of_scope(scope, out.empty() ? std::string() : out.back().id, at_once);
    auto rows = co_await fx.ask<db::query>(page);
    for (const auto& row : rows.rows) out.push_back(store::stored_of(row));
    if (rows.rows.size() < at_once) co_return out;
  }
}

/// Many that wait for the index of one scope are served by one build: that which begins after them.
flow<rebuilt> refresh(ingestion_state& s, index_scope scope, effects& fx) {
  auto mine = ++s.scopes[scope].wanted;
  auto turn = co_await s.scopes[scope].turns.enter(fx);
  if (s.scopes[scope].built >= mine) co_return s.scopes[scope].last;
  auto served = s.scopes[scope].wanted;
  auto documents = co_await documents_of(scope, fx);
  auto built = co_await fx.ask<build_index>(scope, std::move(documents));
  s.scopes[scope].built = served;
  s.scopes[scope].last = built;
  co_return built;
}

/// A case's documents go when it closes; a stop of the program may have come between.
flow<done> purge_closed_cases(effects& fx) {
  auto all = store::cases();
  auto rows = co_await fx.ask<db::query>(all);
  for (std::size_t i = 0; i < rows.rows.size(); ++i) {
    auto case_id = rows.rows[i].at(1).bytes;
    auto as_owner = fx.in_the_name_of(rows.rows[i].at(0).bytes);
    auto found = co_await as_owner.try_ask<look_at_case>(case_id);
    if (found && found->status == "closed") co_await fx.ask<purge_case>(case_id);
  }
  co_return done{};
}

}  // namespace

flow<ingestion_step_done> on(ingestion_state&, read_document m, effects& fx) {
  auto d = co_await stored_document_of(m.document_id, fx);
  std::vector<db::operation> begins{store::set_processing(d)};
  co_await fx.ask<db::transact>(begins);
  stored_document file;
  file.id = d.id;
  file.filename = d.filename;
  file.title = d.title;
  file.document_type = d.document_type;
  file.tags = d.tags;
  file.storage_key = d.storage_key;
  file.sha256 = d.content_hash;
  file.version = d.version;
  auto text_key = d.storage_key + ".text";
  auto parsed = co_await fx.ask<parse_document>(file, text_key);
  if (!parsed.extracted) text_key.clear();
  std::vector<db::operation> ends{store::set_read(d, parsed, text_key)};
  auto kept = co_await fx.try_ask<db::transact>(ends);
  if (!kept) {
    failure why = kept.error();
    // It was deleted or replaced meanwhile, and the text that was taken out of it belongs to nobody.
    std::vector<std::string> text{text_key};
    if (db::surely_not_committed(why.code) && parsed.extracted) co_await fx.try_ask<blob::remove>(text);
    co_return why;
  }
  co_return ingestion_step_done{result_of(d, parsed.chunks, "processing")};
}

flow<ingestion_step_done> on(ingestion_state& s, index_document m, effects& fx) {
  auto d = co_await stored_document_of(m.document_id, fx);
  co_await refresh(s, index_of(d), fx);
  std::vector<db::operation> ends{store::set_indexed(d, fx.now())};
  co_await fx.ask<db::transact>(ends);
  co_return ingestion_step_done{result_of(d, d.chunk_count, "indexed")};
}

flow<done> on(ingestion_state&, abandon_ingestion m, effects& fx) {
  auto d = co_await stored_document_of(m.document_id, fx);
  if (!m.job_id.empty() && d.job_id != m.job_id) co_return done{};  // a newer content has its own
  std::vector<db::operation> unit{store::set_failed(m.document_id, m.reason, m.job_id)};
  co_await fx.ask<db::transact>(unit);
  // A build for others may have taken it up meanwhile.
  auto scope = index_of(d);
  std::vector<std::string> ids{d.id};
  co_await fx.ask<hide_documents>(scope, ids, d.version);
  co_return done{};
}

flow<rebuilt> on(ingestion_state& s, refresh_index m, effects& fx) {
  co_return co_await refresh(s, m.scope, fx);
}

flow<done> on(ingestion_state&, purge_closed, effects& fx) { co_return co_await purge_closed_cases(fx); }

}  // namespace fm::knowledge

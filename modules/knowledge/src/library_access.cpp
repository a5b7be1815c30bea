#include "library_access.hpp"

#include "documents_store.hpp"
#include "scope_of_document.hpp"
#include "versions_store.hpp"

#include <fm/auth/audit.hpp>
#include <fm/jobs/ledger.hpp>
#include <fm/jobs/messages.hpp>
#include <fm/providers/blob.hpp>

#include <map>
#include <utility>

namespace fm::knowledge {

namespace {

constexpr const char* deleted = "the document was deleted";

}  // namespace

failure no_such_document() { return fail(ec::not_found, "document not found"); }

flow<document_record> visible_document(std::string id, effects& fx) {
  auto read = store::read(id);
  auto found = co_await fx.ask<db::query>(read);
  if (found.rows.empty()) co_return no_such_document();
  auto d = store::record_of(found.rows.front());
  bool own = !fx.ctx().user.empty() && d.owner == fx.ctx().user;
  if (!own && d.scope != "global") co_return no_such_document();
  co_return d;
}

flow<document_record> editable_document(std::string id, effects& fx) {
  auto d = co_await visible_document(std::move(id), fx);
  if (d.scope == "global" && !has_role(fx.ctx(), "admin"))
    co_return fail(ec::forbidden, "only admins change or delete documents of the global scope");
  co_return d;
}

flow<done> may_write(std::string scope, std::string case_id, effects& fx) {
  if (fx.ctx().user.empty()) co_return fail(ec::unauthenticated, "sign in to add documents");
  if (scope == "global" && !has_role(fx.ctx(), "admin"))
    co_return fail(ec::forbidden, "only admins add to the global scope");
  if (scope == "case") {
    auto theirs = co_await fx.ask<look_at_case>(case_id);
    if (theirs.status == "closed")
      co_return fail(ec::conflict, "the case is closed: it takes no more documents");
  }
  co_return done{};
}

flow<done> collection_takes(document_record d, effects& fx) {
  auto owner = index_of(d).owner;
  auto read = store::read_collection(owner, d.collection_id);
  auto found = co_await fx.ask<db::query>(read);
  auto why = "collection " + d.collection_id + " not found for documents of the scope " + d.scope;
  if (found.rows.empty()) co_return fail(ec::not_found, why);
  auto c = store::collection_of(found.rows.front());
  if (c.scope != d.scope || c.case_id != d.case_id) co_return fail(ec::not_found, why);
  co_return done{};
}

void refresh_later(const index_scope& scope, effects& fx) {
  call_context own = fx.ctx();
  own.deadline = 0;
  fx.tell_in<refresh_index>(std::move(own), scope);
}

flow<done> remove_all(std::vector<document_record> all, std::vector<db::operation> noted, effects& fx) {
  std::vector<db::operation> unit;
  std::vector<std::string> files;
  std::map<index_scope, std::vector<std::string>> scopes;
  for (const auto& d : all) unit.push_back(store::note_files(d.id));
  for (const auto& d : all) unit.push_back(store::drop_versions(d.id));
  for (const auto& d : all) {
    unit.push_back(store::remove(d.id));
    if (!d.job_id.empty()) unit.push_back(jobs::close_job(d.job_id, deleted, fx.now()));
    files.push_back(d.storage_key);
    if (!d.text_key.empty()) files.push_back(d.text_key);
    scopes[index_of(d)].push_back(d.id);
  }
  for (auto& one : noted) unit.push_back(std::move(one));
  auto removed = co_await fx.ask<db::transact>(unit);
  for (std::size_t i = 0; i < all.size(); ++i)
    for (auto& file : store::files_of(removed.sets.at(all.size() + i))) files.push_back(std::move(file));
  for (const auto& d : all)
    if (!d.job_id.empty()) fx.tell<jobs::stop_job>(d.job_id);
  for (const auto& deleted_in : scopes) {
    co_await fx.ask<hide_documents>(deleted_in.first, deleted_in.second);
    // The caller does not wait until the index is smaller.
    refresh_later(deleted_in.first, fx);
  }
  // What stays was written down: `sweep` takes it.
  co_await fx.try_ask<blob::remove>(files);
  co_return done{};
}

std::vector<db::operation> notes_of(const std::vector<document_record>& all, effects& fx) {
  std::vector<db::operation> out;
  for (const auto& d : all) out.push_back(auth::audit(fx, "document.delete", d.id, d.title));
  return out;
}

}  // namespace fm::knowledge

// Collections of documents.
#include "documents_store.hpp"
#include "knowledge/slug.hpp"
#include "library_access.hpp"
#include "library_step.hpp"
#include "versions_store.hpp"

#include <algorithm>
#include <utility>

namespace fm::knowledge {

namespace {

/// The list has no pages.
constexpr std::int64_t most_of_one_owner = 200;

/// "col_" and the words of the name; a name without any gets a word.
std::string id_of_name(const std::string& name) {
  auto slug = github_slug(name);
  slug.erase(0, slug.find_first_not_of('-'));
  while (slug.ends_with('-')) slug.pop_back();
  return "col_" + (slug.empty() ? std::string("collection") : slug);
}

failure taken(const collection_record& c) {
  return fail(ec::invalid, "there is a collection of that name already: '" + c.name + "' (" + c.id +
                               "); choose another name");
}

}  // namespace

flow<collection_record> on(library_state&, create_collection m, effects& fx) {
  co_await may_write(m.scope, m.case_id, fx);
  collection_record c;
  c.id = id_of_name(m.name);
  if (m.scope != "global") c.owner = fx.ctx().user;
  c.name = std::move(m.name);
  c.description = std::move(m.description);
  c.scope = std::move(m.scope);
  if (c.scope == "case") c.case_id = std::move(m.case_id);
  c.created = fx.now();
  auto all = store::collections(fx.ctx().user);
  auto rows = co_await fx.ask<db::query>(all);
  std::int64_t own = 0;
  for (const auto& row : rows.rows) {
    auto other = store::collection_of(row);
    if (other.id == c.id) co_return taken(other);
    if (other.owner == c.owner) ++own;
  }
  if (own >= most_of_one_owner)
    co_return fail(ec::invalid,
                   "there are " + std::to_string(own) +
                       " collections already, which is the limit; delete one that is not needed");
  std::vector<db::operation> unit{store::add_collection(c)};
  auto written = co_await fx.try_ask<db::transact>(unit);
  if (written) co_return c;
  failure why = written.error();
  // Somebody was faster, or the case is being deleted.
  if (why.code == ec::conflict && c.scope == "case" && why.text.find("case") != std::string::npos)
    co_return fail(ec::not_found, "case not found");
  if (why.code == ec::conflict) co_return taken(c);
  co_return why;
}

flow<collection_list> on(library_state&, list_collections, effects& fx) {
  auto all = store::collections(fx.ctx().user);
  auto rows = co_await fx.ask<db::query>(all);
  collection_list out;
  for (const auto& row : rows.rows) out.collections.push_back(store::collection_of(row));
  co_return out;
}

flow<done> on(library_state&, delete_collection m, effects& fx) {
  auto all = store::collections(fx.ctx().user);
  auto rows = co_await fx.ask<db::query>(all);
  std::vector<collection_record> found;
  for (const auto& row : rows.rows)
    if (auto c = store::collection_of(row); c.id == m.collection_id) found.push_back(std::move(c));
  if (found.empty()) co_return fail(ec::not_found, "collection " + m.collection_id + " not found");
  // The own one first: a global one may have got the same name later.
  auto own = std::find_if(found.begin(), found.end(), [](const auto& c) { return !c.owner.empty(); });
  auto c = own == found.end() ? found.front() : *own;
  if (c.owner.empty() && !has_role(fx.ctx(), "admin"))
    co_return fail(ec::forbidden, "only admins delete collections of the global scope");
  auto unit = store::remove_collection(c.owner, c.id);
  auto removed = co_await fx.try_ask<db::transact>(unit);
  if (!removed && removed.error().code == ec::conflict)
    co_return fail(ec::not_found, "collection " + m.collection_id + " not found");
  if (!removed) co_return removed.error();
  index_scope scope{c.owner, c.scope, c.case_id};
  refresh_later(scope, fx);
  co_return done{};
}

}  // namespace fm::knowledge

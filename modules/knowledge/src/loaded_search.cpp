#include "loaded_search.hpp"

#include "documents_store.hpp"
#include "library_access.hpp"

#include <algorithm>
#include <utility>

namespace fm::knowledge {

namespace {

constexpr micros first_look = 5 * millisecond;
constexpr micros longest_look = 100 * millisecond;
constexpr micros longest_wait = 2 * second;

/// What one search has done so far about indexes that are not loaded.
struct loading {
  micros next = first_look;
  micros waited = 0;
  bool asked = false;
};

/// Has what is missing loaded, and waits a moment.
flow<done> close_gaps(index_gaps gaps, std::string user, loading so_far, effects& fx) {
  if (gaps.scopes_unknown) {
    auto read = store::scopes_of(user);
    auto rows = co_await fx.ask<db::query>(read);
    std::vector<index_scope> scopes;
    for (const auto& row : rows.rows) scopes.push_back(store::scope_of(row));
    co_await fx.ask<know_scopes>(user, scopes);
    co_return done{};
  }
  if (so_far.waited >= longest_wait)
    co_return fail(ec::unavailable, "the index of these documents is being loaded; search again in a moment",
                   1);
  if (!so_far.asked)
    for (const auto& scope : gaps.not_loaded) refresh_later(scope, fx);
  co_await fx.sleep(so_far.next);
  co_return done{};
}

void waited(const index_gaps& gaps, loading& so_far) {
  if (gaps.scopes_unknown) return;
  so_far.asked = true;
  so_far.waited += so_far.next;
  so_far.next = std::min(longest_look, so_far.next * 2);
}

}  // namespace

flow<hits_found> search_loaded(search_indexes m, effects& fx) {
  loading so_far;
  for (;;) {
    auto found =
        co_await fx.ask<search_indexes>(m.user, m.queries, m.limit, m.per_document, m.only_case, m.filter);
    if (!found.gaps.any()) co_return found;
    co_await close_gaps(found.gaps, m.user, so_far, fx);
    waited(found.gaps, so_far);
  }
}

flow<similar_found> similar_loaded(find_similar m, effects& fx) {
  loading so_far;
  for (;;) {
    auto found = co_await fx.ask<find_similar>(m.user, m.scope, m.document_id, m.limit);
    if (!found.gaps.any()) co_return found;
    co_await close_gaps(found.gaps, m.user, so_far, fx);
    waited(found.gaps, so_far);
  }
}

}  // namespace fm::knowledge

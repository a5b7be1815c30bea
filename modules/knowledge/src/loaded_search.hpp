#pragma once
// Searches whose indexes are loaded when they are asked for.
#include <fm/actors/step.hpp>
#include <fm/knowledge/messages.hpp>

namespace fm::knowledge {

/// Searches, and has loaded what is missing; fails with `unavailable` when that takes longer than a moment.
/// Other users' indexes do not matter for it.
flow<hits_found> search_loaded(search_indexes m, effects& fx);
flow<similar_found> similar_loaded(find_similar m, effects& fx);

}  // namespace fm::knowledge

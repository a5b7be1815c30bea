#pragma once
// From stored documents to indexes: the steps of a job, and one build at a time for each scope.
#include <fm/actors/step.hpp>
#include <fm/knowledge/messages.hpp>

#include <cstdint>
#include <map>

namespace fm::knowledge {

struct ingestion_state {
  using takes = fm::takes<read_document, index_document, abandon_ingestion, refresh_index, purge_closed>;

  struct builds {
    turnstile turns;
    std::uint64_t wanted = 0;  ///< requests so far
    std::uint64_t built = 0;   ///< requests that the last build has served
    rebuilt last;
  };
  std::map<index_scope, builds> scopes;  ///< never erased: builds hold their place
};

flow<ingestion_step_done> on(ingestion_state& s, read_document m, effects& fx);
flow<ingestion_step_done> on(ingestion_state& s, index_document m, effects& fx);
flow<done> on(ingestion_state& s, abandon_ingestion m, effects& fx);
flow<rebuilt> on(ingestion_state& s, refresh_index m, effects& fx);
flow<done> on(ingestion_state& s, purge_closed m, effects& fx);

}  // namespace fm::knowledge

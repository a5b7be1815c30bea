#include "fm/knowledge/spawn.hpp"

#include "documents_store.hpp"
#include "index_job.hpp"
#include "ingestion_step.hpp"
#include "library_step.hpp"
#include "runbook_job.hpp"

#include <utility>

namespace fm::knowledge {

handle spawn(actors::system& system, environment outside) {
  auto workers = outside.workers;
  return system.gate<runbook_job>("knowledge", {.workers = workers, .waiting = 256}, std::move(outside),
                                  std::make_shared<shared_index>());
}

const db::schema& schema() { return store::schema(); }
providers::named_files stored_files() { return store::files(); }

server_handles spawn_server(actors::system& system, server_environment outside) {
  constexpr std::size_t waiting = 256;
  // Building looks at its deadline all the time; the longest it does not is while it writes an index.
  constexpr micros longest_silence = 60 * second;
  auto indexes = std::make_shared<index_registry>(outside.most_index_bytes);
  actors::gate_options builders{.workers = outside.builders, .waiting = waiting, .silence = longest_silence};
  builders.progress = std::move(outside.progress);
  system.gate<building_job>("knowledge builders", std::move(builders), outside.files,
                            index_files(outside.indexes), indexes, outside.limits,
                            std::move(outside.extract));
  system.gate<searching_job>("knowledge searchers", {.workers = outside.searchers, .waiting = waiting},
                             outside.files, indexes);
  server_handles out;
  out.library =
      system.spawn<library_state>("knowledge library", outside.limits.document_bytes, outside.per_owner);
  out.ingestion = system.spawn<ingestion_state>("knowledge ingestion");
  return out;
}

}  // namespace fm::knowledge

#include "fm/evidence/spawn.hpp"

#include "analysis_step.hpp"
#include "blob_source.hpp"
#include "evidence_store.hpp"
#include "file_job.hpp"
#include "incident_step.hpp"
#include "records_step.hpp"

#include <utility>

namespace fm::evidence {

namespace {

// Every file of an incident may wait: the composition root bounds their number. On a server the jobs and the
// turns that run bound what waits.
constexpr std::size_t most_files = 1'100;

/// Reading looks at its deadline all the time; only a fault keeps it from that for so long.
constexpr micros longest_silence = 30 * second;

/// What the files of a question show may take a quarter of its memory; their documents take the rest.
std::uint64_t found_share(const memory_limits& memory) { return memory.per_turn / 4; }

}  // namespace

handle spawn(actors::system& system, environment outside) {
  const auto workers = outside.workers;
  const auto most_found = found_share(outside.memory);
  system.gate<file_job>("evidence files",
                        {.workers = workers, .waiting = most_files, .silence = longest_silence},
                        std::move(outside));
  return system.spawn<incident_state>("evidence", most_found);
}

const db::schema& schema() { return store::schema(); }
providers::named_files stored_files() { return store::files(); }

server_handles spawn_server(actors::system& system, server_environment outside) {
  environment readers;
  readers.open = [files = outside.files](const std::string& key) {
    return std::make_unique<blob_source>(files->open(key));
  };
  readers.zone = std::move(outside.zone);
  readers.memory = outside.memory;
  actors::gate_options gate{.workers = outside.workers, .waiting = most_files, .silence = longest_silence};
  gate.progress = std::move(outside.progress);
  server_handles out;
  out.lines = decltype(out.lines)(
      system.gate<file_job>("evidence files", std::move(gate), std::move(readers)).place());
  out.records = system.spawn<records_state>("evidence records", std::move(outside.allowed_types),
                                            outside.per_owner.most_bytes, outside.per_owner.most_open_jobs);
  out.analysis = system.spawn<analysis_state>("evidence analysis", found_share(outside.memory));
  return out;
}

}  // namespace fm::evidence

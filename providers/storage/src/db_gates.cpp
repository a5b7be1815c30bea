#include "db_jobs.hpp"
#include "fm/storage/spawn.hpp"

namespace fm::db {

outcome<row_set> reader_job::run(const query& m, actors::worker_env& env) {
  if (env.cancelled()) return fail(ec::cancelled);
  return connection_->read(m.read);
}

std::vector<outcome<row_set>> lookup_job::run_batch(std::span<const lookup* const> all, actors::worker_env&) {
  std::vector<const operation*> reads;
  reads.reserve(all.size());
  for (const auto* one : all) reads.push_back(&one->read);
  return connection_->read_together(reads);
}

std::vector<outcome<unit_result>> writer_job::run_batch(std::span<const transact* const> units,
                                                        actors::worker_env&) {
  return connection_->write(units);
}

gates spawn(actors::system& system, std::shared_ptr<database> database, const gate_options& how) {
  gates out;
  out.reads = system.gate<reader_job>("database readers",
                                      {.workers = how.readers, .waiting = how.waiting_reads}, database);
  actors::gate_options lookups{.workers = how.readers, .waiting = how.waiting_reads};
  lookups.in_place = database->quick_reader() != nullptr;
  system.gate<lookup_job>("database lookups", std::move(lookups), database);
  out.writes =
      system.gate<writer_job>("database writer", {.workers = 1, .waiting = how.waiting_writes}, database);
  return out;
}

}  // namespace fm::db

#include "ingestion_work.hpp"

#include <fm/knowledge/messages.hpp>
#include <fm/knowledge/spawn.hpp>

namespace fm::knowledge {

namespace {

flow<std::string> do_step(std::uint32_t number, std::string subject, effects& fx) {
  if (number == 1) {
    auto read = co_await fx.ask<read_document>(subject);
    co_return read.result;
  }
  auto indexed = co_await fx.ask<index_document>(subject);
  co_return indexed.result;
}

flow<done> give_up(std::string subject, std::string reason, std::string job_id, effects& fx) {
  co_await fx.ask<abandon_ingestion>(subject, reason, job_id);
  co_return done{};
}

}  // namespace

jobs::work_kind ingestion_work() { return {ingestion_kind, {"reading", "indexing"}, do_step, give_up}; }

}  // namespace fm::knowledge

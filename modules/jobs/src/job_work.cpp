#include "job_work.hpp"

#include <fm/cases/messages.hpp>
#include <fm/evidence/messages.hpp>
#include <fm/jobs/ledger.hpp>
#include <fm/knowledge/messages.hpp>

namespace fm::jobs {

std::uint32_t steps_of_kind(std::string_view kind) {
  if (kind == analysis) return 1;
  if (kind == ingestion) return 2;
  if (kind == turn) return 1;
  return 0;
}

std::string_view step_name(std::string_view kind, std::uint32_t number) {
  if (kind == analysis) return "analysing";
  if (kind == turn) return "answering";
  return number == 1 ? "reading" : "indexing";
}

flow<std::string> do_step(std::string kind, std::uint32_t number, std::string subject, effects& fx) {
  if (kind == analysis) {
    auto analysed = co_await fx.ask<evidence::run_analysis>(subject);
    co_return analysed.result;
  }
  if (kind == turn) {
    auto ended = co_await fx.ask<cases::await_turn>(subject);
    co_return ended.result;
  }
  if (number == 1) {
    auto read = co_await fx.ask<knowledge::read_document>(subject);
    co_return read.result;
  }
  auto indexed = co_await fx.ask<knowledge::index_document>(subject);
  co_return indexed.result;
}

flow<done> give_up_on(std::string kind, std::string subject, std::string reason, std::string job_id,
                      effects& fx) {
  if (kind == analysis) co_await fx.ask<evidence::abandon_analysis>(subject, reason);
  if (kind == ingestion) co_await fx.ask<knowledge::abandon_ingestion>(subject, reason, job_id);
  if (kind == turn) co_await fx.ask<cases::abandon_turn>(subject);
  co_return done{};
}

}  // namespace fm::jobs

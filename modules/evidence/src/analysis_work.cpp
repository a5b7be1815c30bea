#include "analysis_work.hpp"

#include <fm/evidence/messages.hpp>
#include <fm/evidence/spawn.hpp>

namespace fm::evidence {

namespace {

flow<std::string> do_step(std::uint32_t, std::string subject, effects& fx) {
  auto analysed = co_await fx.ask<run_analysis>(subject);
  co_return analysed.result;
}

flow<done> give_up(std::string subject, std::string reason, std::string, effects& fx) {
  co_await fx.ask<abandon_analysis>(subject, reason);
  co_return done{};
}

}  // namespace

jobs::work_kind analysis_work() { return {analysis_kind, {"analysing"}, do_step, give_up}; }

}  // namespace fm::evidence

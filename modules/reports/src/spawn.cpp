#include "fm/reports/spawn.hpp"

#include "case_reports_step.hpp"
#include "reports/compose.hpp"
#include "reports_step.hpp"

#include <fm/actors/worker.hpp>

namespace fm::reports {

namespace {

struct composing_job {
  using takes = fm::takes<compose_report>;
  outcome<composed> run(const compose_report& m, actors::worker_env&) { return compose(m.type, m.from); }
};

}  // namespace

handles spawn(actors::system& system, const options& how) {
  constexpr std::size_t waiting = 64;
  system.gate<composing_job>("report writers", {.workers = how.writers, .waiting = waiting});
  handles out;
  out.all = system.spawn<reports_state>("reports");
  out.of_case = actors::handle<generate_reports, link_reports>(
      system.family<case_reports>("reports of a case", how.cases, how).place());
  return out;
}

}  // namespace fm::reports

#pragma once
// One job: it is claimed, its steps are done one after the other, and its row says how it ended.
#include "job_access.hpp"

#include <fm/actors/step.hpp>
#include <fm/jobs/messages.hpp>
#include <fm/jobs/work.hpp>

#include <cstdint>
#include <memory>
#include <string>
#include <utility>

namespace fm::jobs {

/// How stubborn a job is.
struct patience {
  std::uint32_t tries = 3;
  micros back_off = 2 * second;  ///< before the second try; doubles, up to a minute
};

struct job_state {
  using takes = fm::takes<run_job, stop_job, progressed, get_job, watch_job>;

  job_state(std::string key, patience p, std::shared_ptr<const std::vector<work_kind>> work)
      : id(std::move(key)), how(p), kinds(std::move(work)) {}

  std::string id;
  patience how;
  std::shared_ptr<const std::vector<work_kind>> kinds;
  const work_kind* kind = nullptr;  ///< of the job; null for one that nobody knows
  job_record row;  ///< as the database has it, `percent` fresher; its id is empty before it was claimed
  bool running = false;
  bool stopping = false;   ///< somebody wants the work to end
  bool suspend = false;    ///< ... and to go on at the next start
  bool stoppable = false;  ///< the flow waits for something that may be withdrawn
  ticket_t command = 0;    ///< of the flow that runs
  bool again = false;      ///< the row is still open and nobody works on it
  std::uint32_t step = 0;  ///< of `steps`
  std::uint32_t steps = 0;
  micros saved = 0;  ///< when progress was last written down, on the steady clock
  bool saving = false;
};

flow<job_rested> on(job_state& s, run_job m, effects& fx);
void on(job_state& s, stop_job m, effects& fx);
flow<done> on(job_state& s, progressed m, effects& fx);
flow<job_record> on(job_state& s, get_job m, effects& fx);
flow<job_seen> on(job_state& s, watch_job m, effects& fx);

}  // namespace fm::jobs

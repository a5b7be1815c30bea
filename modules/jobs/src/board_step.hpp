#pragma once
// The board: which jobs run, and which wait in the database.
#include <fm/actors/step.hpp>
#include <fm/jobs/messages.hpp>

#include <cstddef>
#include <set>
#include <string>

namespace fm::jobs {

struct board_state {
  using takes = fm::takes<begin, cancel_job, drive_job, resume_all, suspend_all, get_job, watch_job, stop_job,
                          progressed>;

  explicit board_state(std::size_t most_running) : most(most_running) {}

  std::size_t most;               ///< that run at the same time
  std::set<std::string> running;  ///< ids
  bool waiting = false;           ///< the database may hold open jobs that do not run
  bool looking = false;           ///< somebody is reading which
  bool suspended = false;
};

void on(board_state& s, begin m, effects& fx);
flow<done> on(board_state& s, drive_job m, effects& fx);
flow<resumed> on(board_state& s, resume_all m, effects& fx);
flow<done> on(board_state& s, suspend_all m, effects& fx);
flow<job_record> on(board_state& s, cancel_job m, effects& fx);
/// Of a job that has no actor now.
flow<job_record> on(board_state& s, get_job m, effects& fx);
flow<job_seen> on(board_state& s, watch_job m, effects& fx);
/// A job that has no actor has nothing to stop, and nothing to tell of.
inline void on(board_state&, stop_job, effects&) {}
inline void on(board_state&, progressed, effects&) {}

}  // namespace fm::jobs

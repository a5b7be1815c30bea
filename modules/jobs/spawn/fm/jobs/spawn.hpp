#pragma once
// Starts the jobs module; seen by the composition root only.
#include <fm/actors/system.hpp>
#include <fm/jobs/messages.hpp>
#include <fm/jobs/work.hpp>
#include <fm/providers/db.hpp>

#include <cstddef>
#include <cstdint>
#include <vector>

extern template void fm::actors::register_list<fm::jobs::messages>(fm::actors::message_table&);

namespace fm::jobs {

/// How many jobs run and how stubborn they are.
struct options {
  std::size_t most_running = 64;  ///< gates bound what really works; the rest waits in the database
  std::uint32_t tries = 3;
  micros back_off = 2 * second;  ///< before the second try; doubles, up to a minute
};

struct handles {
  actors::handle<begin, cancel_job, drive_job, resume_all, suspend_all, get_job, watch_job, stop_job,
                 progressed>
      board;
  actors::handle<run_job, stop_job, progressed, get_job, watch_job> jobs;  ///< asks for one job go here
};

const db::schema& schema();

/// The board and the family of job actors, which do these kinds of work. Ask `resume_all` when every module
/// is there, and `suspend_all` before the program stops.
handles spawn(actors::system& system, const options& how, std::vector<work_kind> kinds);

/// For `gate_options::progress` of gates whose workers do the work of jobs: tells the job how far it is, a
/// few times a second.
actors::progress_sink progress_of(actors::system& system, const handles& to);

}  // namespace fm::jobs

#include "fm/jobs/spawn.hpp"

#include "board_step.hpp"
#include "job_step.hpp"
#include "jobs_store.hpp"

#include <algorithm>
#include <memory>
#include <utility>

namespace fm::jobs {

const db::schema& schema() { return store::schema(); }

handles spawn(actors::system& system, const options& how, std::vector<work_kind> kinds) {
  handles out;
  out.jobs = system.family<job_state>("job", {.idle_after = minute}, patience{how.tries, how.back_off},
                                      std::make_shared<const std::vector<work_kind>>(std::move(kinds)));
  out.board = system.spawn<board_state>("jobs", how.most_running);
  return out;
}

actors::progress_sink progress_of(actors::system& system, const handles& to) {
  constexpr micros tell_every = 250 * millisecond;
  return [&system, jobs = to.jobs](const call_context& ctx, std::uint64_t done, std::uint64_t total) {
    // A worker runs one job at a time, on its own thread.
    static thread_local std::string last_job;
    static thread_local micros last_told = 0;
    if (total == 0) return;
    auto now = system.steady();
    if (ctx.request_id == last_job && now - last_told < tell_every) return;
    last_job = ctx.request_id;
    last_told = now;
    auto percent = static_cast<std::uint32_t>(std::min(done, total) * 100 / total);
    system.tell(jobs, progressed{ctx.request_id, percent});
  };
}

}  // namespace fm::jobs

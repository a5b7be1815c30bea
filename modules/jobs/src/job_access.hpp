#pragma once
// Whose job it is, and whether it has ended.
#include <fm/actors/step.hpp>
#include <fm/jobs/messages.hpp>

#include <string>
#include <utility>

namespace fm::jobs {

inline constexpr const char* cancelled_by_owner = "cancelled by its owner";

inline bool has_ended(const job_record& job) { return job.status == "completed" || job.status == "failed"; }

/// The one check of ownership of this module.
inline bool may_see(const job_record& job, const call_context& ctx) {
  return !ctx.user.empty() && job.owner == ctx.user;
}

/// From the database; fails with `not_found` when it is not the caller's.
flow<job_record> read_own_job(std::string id, effects& fx);

/// Tells apart what people see of a job: status, stage, progress and tries. Letters, digits and '-'.
std::string mark_of(const job_record& job);

/// Looks at the job each `every` until it is not as it was seen last, has ended, or the patience is at its
/// end.
template <class State>
flow<job_seen> next_news(State& s, watch_job m, micros every, effects& fx) {
  auto begun = fx.steady();
  for (;;) {
    get_job look{m.job_id};
    job_seen seen;
    seen.job = co_await on(s, std::move(look), fx);
    seen.mark = mark_of(seen.job);
    if (has_ended(seen.job) || seen.mark != m.mark || fx.steady() - begun >= m.patience) co_return seen;
    co_await fx.sleep(every);
  }
}

}  // namespace fm::jobs

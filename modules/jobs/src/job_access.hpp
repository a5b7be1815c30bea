#pragma once
// Whose job it is, and whether it has ended.
#include <fm/actors/step.hpp>
#include <fm/jobs/messages.hpp>

#include <string>

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
/// The answer to a look at a job that was last seen with that mark; nothing while it has not changed and
/// there is patience left.
inline bool is_news(const job_record& job, const watch_job& m, micros begun, micros now) {
  return has_ended(job) || mark_of(job) != m.mark || now - begun >= m.patience;
}

}  // namespace fm::jobs

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

}  // namespace fm::jobs

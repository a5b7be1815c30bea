#pragma once
// What other modules put into their own units, so that a thing and the job that works on it appear and
// disappear together.
#include <fm/actors/context.hpp>
#include <fm/providers/db.hpp>

#include <string>

namespace fm::jobs {

/// A job that is to begin once the unit is durable; tell `jobs::begin` then.
struct new_job {
  std::string id;
  std::string kind;  ///< the name of a `work_kind`
  std::string subject;
  std::string owner;
  std::string case_id;
};

/// Inserts a pending job.
inline db::operation insert_job(const new_job& job, micros now) {
  return {"jobs.insert_job", {job.id, job.kind, job.subject, job.owner, job.case_id, now}, 1};
}

/// Ends a job that has not ended, for its subject goes away; tell `jobs::stop_job` once the unit is durable.
inline db::operation close_job(const std::string& id, const std::string& reason, micros now) {
  return {"jobs.close_job", {id, reason, now}};
}

/// How many jobs of an owner have not ended: one row with one number.
inline db::operation count_open_of(const std::string& owner) { return {"jobs.count_open_of", {owner}}; }

/// Forgets all jobs of an owner, whose subjects are gone.
inline db::operation forget_owner(const std::string& owner) { return {"jobs.forget_owner", {owner}}; }

/// Says that the subject of a job belongs to another case now.
inline db::operation move_job(const std::string& id, const std::string& case_id) {
  return {"jobs.move_job", {id, case_id}};
}

}  // namespace fm::jobs

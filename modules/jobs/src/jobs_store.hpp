#pragma once
// The tables `jobs` and `job_steps`: operations out of the module's types, and rows back.
#include <fm/jobs/messages.hpp>
#include <fm/providers/db.hpp>

#include <cstdint>
#include <string>
#include <vector>

namespace fm::jobs::store {

const db::schema& schema();

/// Reads one job.
db::operation read_job(const std::string& id);
/// Ids of jobs that have not ended, oldest first.
db::operation open_jobs(std::size_t most);
db::operation count_open();
/// Forgets jobs that ended before a time.
db::operation forget_ended(micros before);
/// Marks an open job: it is to end.
db::operation mark_cancelled(const std::string& id, const std::string& reason, micros now);

/// Counts a try of an open job and gives it back with the steps that are done; no row when it has ended.
std::vector<db::operation> claim(const std::string& id, micros now);
db::operation begin_step(const std::string& id, std::uint32_t number, const std::string& name, micros now);
db::operation end_step(const std::string& id, std::uint32_t number, const std::string& result, micros now);
/// Writes down how far a running job is.
db::operation save_progress(const job_record& job, micros now);
/// Ends an open job; percent, error and result are the record's.
db::operation finish(const job_record& job, micros now);
/// Puts a running job down without counting the try.
db::operation put_down(const std::string& id, micros now);

job_record job_of(const db::row& row);
/// Which steps are done, and the result of the last of them.
struct step_log {
  std::vector<std::uint32_t> done;
  std::string result;
};
step_log steps_of(const db::row_set& rows);

}  // namespace fm::jobs::store

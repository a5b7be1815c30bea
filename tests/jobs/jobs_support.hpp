#pragma once
// Jobs as rows.
#include <fm/jobs/messages.hpp>
#include <fm/test/rows.hpp>

namespace fm::jobs {

inline job_record pending_job(std::string kind = "analysis") {
  job_record j;
  j.id = "j", j.kind = std::move(kind), j.subject = "subject", j.owner = "ann", j.case_id = "c";
  j.created = j.updated = 5;
  return j;
}
inline db::row row_of(const job_record& j) {
  return {j.id,      j.kind,  j.subject,   j.owner, j.case_id, j.status,  j.stage,
          j.percent, j.tries, j.cancelled, j.error, j.result,  j.created, j.updated};
}

}  // namespace fm::jobs

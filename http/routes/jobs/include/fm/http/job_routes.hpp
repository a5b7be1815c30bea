#pragma once
// The rows of jobs.
#include <fm/http/route.hpp>
#include <fm/jobs/messages.hpp>

namespace fm::http {

/// Who is asked about one job, and who ends it.
using one_job =
    actors::handle<jobs::run_job, jobs::stop_job, jobs::progressed, jobs::get_job, jobs::watch_job>;
using job_board =
    actors::handle<jobs::begin, jobs::cancel_job, jobs::drive_job, jobs::resume_all, jobs::suspend_all,
                   jobs::get_job, jobs::watch_job, jobs::stop_job, jobs::progressed>;

/// GET /jobs/{job_id}, its events and their tickets, POST /jobs/{job_id}/cancel.
route_table job_routes(actors::system& sys, const one_job& one, const job_board& board);

}  // namespace fm::http

#pragma once
// The progress of a job as server-sent events (HTML standard, section 9.2).
#include "fm/http/job_routes.hpp"

namespace fm::http {

/// `GET /jobs/{job_id}/events` and `POST /jobs/{job_id}/events/ticket`.
route_table job_event_routes(actors::system& sys, const one_job& one);

}  // namespace fm::http

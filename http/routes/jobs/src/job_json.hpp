#pragma once
// The JSON of a job.
#include <fm/http/request.hpp>
#include <fm/jobs/messages.hpp>
#include <fm/json/value.hpp>

namespace fm::http {

/// Below /api/v1 the result stands there as `response`, too.
json::value job_json(const jobs::job_record& j, dialect speaks);

}  // namespace fm::http

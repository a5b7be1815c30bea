#pragma once
// The answer of a turn as the JSON that polling clients get, at once or as the result of a job.
#include <fm/cases/turns.hpp>

#include <string>

namespace fm::cases {

/// A JSON object with what both generations of clients below /api/v1 read.
std::string turn_result_text(const turn_answer& a);

}  // namespace fm::cases

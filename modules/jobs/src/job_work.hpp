#pragma once
// What each kind of job asks of whom.
#include "job_step.hpp"

#include <cstdint>
#include <string>
#include <string_view>

namespace fm::jobs {

/// How many steps a kind has; 0 for one that nobody knows.
std::uint32_t steps_of_kind(std::string_view kind);
/// The name of a step, for people; numbers begin at 1.
std::string_view step_name(std::string_view kind, std::uint32_t number);
/// Does one step and gives its result, a JSON object.
flow<std::string> do_step(std::string kind, std::uint32_t number, std::string subject, effects& fx);
/// Tells what was worked on that nothing more will come, and why.
flow<done> give_up_on(std::string kind, std::string subject, std::string reason, std::string job_id,
                      effects& fx);

}  // namespace fm::jobs

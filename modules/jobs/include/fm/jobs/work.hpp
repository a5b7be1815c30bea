#pragma once
// A kind of work, as the module that does it hands it to the board when the program is put together: jobs
// know nothing of what they drive.
#include <fm/actors/step.hpp>

#include <cstdint>
#include <string>
#include <vector>

namespace fm::jobs {

struct work_kind {
  std::string name;                ///< stored with each job, so it stays what it is
  std::vector<std::string> steps;  ///< their names for people, in their order
  /// Does a step, whose number begins at 1, and gives its result, a JSON object. Run in the actor of the job.
  flow<std::string> (*do_step)(std::uint32_t number, std::string subject, effects& fx) = nullptr;
  /// Tells what was worked on that nothing more will come, and why.
  flow<done> (*give_up)(std::string subject, std::string reason, std::string job_id, effects& fx) = nullptr;
};

}  // namespace fm::jobs

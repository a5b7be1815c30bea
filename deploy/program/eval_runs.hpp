#pragma once
// Runs of an evaluation: an incident, who answers it, and what became of it.
#include "eval_incidents.hpp"
#include "evidence/time_zone.hpp"

#include <fm/evaluation/result.hpp>
#include <fm/settings/settings.hpp>

#include <cstdint>
#include <string>

namespace fm::program {

/// What holds for all runs.
struct eval_terms {
  const settings::set* settings = nullptr;
  std::string zone_name = "UTC";
  evidence::time_zone zone;
  std::int64_t now = 0;    ///< microseconds since 1970 UTC; a replay takes that of its recording
  std::string recordings;  ///< folder; empty: models are asked and nothing is kept
  bool records = false;    ///< models are asked and what they say is kept; otherwise it is replayed
  bool keeps_requests = false;
};

/// Who answers, with the text of the instructions.
struct eval_contender {
  evaluation::contender name;
  std::string instructions;  ///< empty: the program's own
};

/// Runs one incident once. Whatever keeps it from being run is the reason of a result that says so.
evaluation::result run_incident(const incident& what, const eval_contender& by, std::uint32_t run,
                                const eval_terms& terms);

}  // namespace fm::program

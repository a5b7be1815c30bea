#pragma once
// One investigation on the command line, from files to answer.
#include "evidence/time_zone.hpp"
#include "evidence_files.hpp"
#include "wiring.hpp"

#include <fm/agent/messages.hpp>
#include <fm/agent/spawn.hpp>

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

namespace fm::program {

struct investigation_order {
  std::vector<evidence_file> files;
  std::string question;
  std::string zone_name = "UTC";
  evidence::time_zone zone;
  std::int64_t now = 0;        ///< microseconds since 1970 UTC
  std::string runbooks;        ///< folder; empty for none
  agent::model_options model;  ///< without a model: the built-in analyst alone
  /// Called on worker threads with the bytes of text read of a file.
  std::function<void(const std::string& name, std::uint64_t bytes)> progress{};
  /// Asks the agent, and may show what happens meanwhile; none: asks it.
  std::function<outcome<agent::investigation>(modules&, agent::investigate)> ask{};
};

/// What came of it. When a thread did not come back, the program is to end by `std::_Exit`.
struct investigation_end {
  outcome<agent::investigation> found;
  bool stopped = true;
};

/// Starts the actors, investigates and ends them.
investigation_end investigate_once(investigation_order order);

}  // namespace fm::program

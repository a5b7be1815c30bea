#pragma once
// The rows of hypotheses that a turn reads and writes.
#include "case_step.hpp"
#include "investigation/state.hpp"

#include <fm/agent/messages.hpp>

#include <cstddef>
#include <string>
#include <vector>

namespace fm::cases {

/// The hypotheses of a case as a turn finds and leaves them.
struct hypothesis_rows {
  std::vector<hypothesis_record> all;  ///< known ones, then new ones
  std::size_t known = 0;
  std::vector<std::string> stated;  ///< ids of those that the agent states, in its order; empty for a double
};

/// Those that are stored, and new ones for what the agent states for the first time.
hypothesis_rows rows_of(const case_state& s, const db::row_set& stored, const agent::investigation& found,
                        effects& fx);

/// The operations that bring the rows to what the state of the investigation says.
void store_hypotheses(std::vector<db::operation>& unit, hypothesis_rows rows,
                      const investigation::state& state, const agent::investigation& found, micros now);

}  // namespace fm::cases

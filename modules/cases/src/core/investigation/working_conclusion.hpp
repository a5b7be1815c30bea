#pragma once
// What is held to be true after a turn (contract/domain.md 5.8).
#include "investigation/state.hpp"

#include <string>
#include <vector>

namespace fm::investigation {

/// What the agent said in a turn, as far as a conclusion needs it.
struct said_conclusion {
  std::string text;           ///< the sentences that open its answer; empty when it had nothing to look at
  std::string hypothesis_id;  ///< what they speak of; empty when of no hypothesis
  double health = -1;         ///< how sure it is that all is well; negative when it does not say so
  std::vector<std::string> questions;
};

/// The hypothesis that a conclusion rests on: the most likely active or validated one; null when there is
/// none. One that the user validated goes before all others, and one that the agent states no more behind
/// those that it states: they were weighed with all that is known now.
const hypothesis* leading(const std::vector<hypothesis>& all);

/// What to do next: generate hypotheses when none is active, gather evidence when all are below 0.50, propose
/// a solution when one has 0.70, else keep collecting.
std::string next_step(const std::vector<hypothesis>& all);

/// The conclusion after a turn. Without an active or validated hypothesis it has confidence 0 and says what
/// the phase is about, unless the agent found normal operation.
working_conclusion conclude(const std::vector<hypothesis>& all, phase in, const said_conclusion& said,
                            std::uint32_t turn);

}  // namespace fm::investigation

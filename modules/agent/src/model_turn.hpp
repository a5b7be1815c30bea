#pragma once
// The part of a turn that a model has: ask it, read for it, check it, and keep each step.
#include "agent/consultation.hpp"
#include "fm/actors/step.hpp"
#include "fm/agent/messages.hpp"
#include "fm/agent/spawn.hpp"

#include <string>
#include <vector>

namespace fm::agent {

/// Of which turn it is; without an id nothing is told, without a case no tools are offered and nothing is
/// kept.
struct turn_scope {
  std::string question_id;
  std::string case_id;
  earlier_turns before{};
};

/// What the turn has so far.
struct turn_findings {
  investigation found;
  std::vector<knowledge::passage> passages;
};

/// Asks the model what the evidence shows. An investigation with the built-in answer is worth more than none:
/// whatever goes wrong is a note.
flow<turn_findings> with_model(turn_findings so_far, turn_scope scope, options how, effects& fx);

/// Tells those who listen to the turn; `data` is a JSON object.
void tell_event(const turn_scope& scope, std::string kind, std::string data, effects& fx);

}  // namespace fm::agent

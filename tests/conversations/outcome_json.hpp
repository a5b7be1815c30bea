#pragma once
// What became of a conversation, as its golden file says it.
#include "scripted_model.hpp"

#include <fm/agent/messages.hpp>

#include <string>
#include <vector>

namespace fm::test {

/// What the model changed: where its conclusion does not stand, "built-in". `without` is the same
/// investigation without a model; what both have is left out.
std::string outcome_json(const agent::investigation& found, const agent::investigation& without,
                         const std::vector<asked_once>& asked);

/// What may be in no answer, whatever the model said; empty when nothing is wrong.
std::string breach_in(const agent::investigation& found, const agent::investigation& without);

}  // namespace fm::test

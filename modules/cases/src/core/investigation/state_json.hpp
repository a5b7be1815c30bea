#pragma once
// The state of an investigation as it is stored: one JSON object (contract/domain.md 5.1).
#include "investigation/state.hpp"

#include <fm/json/value.hpp>

namespace fm::investigation {

/// Written as `version`; a state without one is of an earlier program.
inline constexpr std::int64_t state_version = 2;

json::value state_json(const state& s);

/// Reads a stored state, of this program or an earlier one. What is no object gives a fresh state; a member
/// that cannot be read is left out; lists and texts beyond their bounds are cut. Each of these is said in
/// `note`.
state read_state(const json::value& of);

}  // namespace fm::investigation

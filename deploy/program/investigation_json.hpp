#pragma once
// The machine-readable form of an investigation: docs/investigation-json.md.
#include <fm/agent/messages.hpp>

#include <string>

namespace fm::program {

/// Version of the schema; raised when a field changes its meaning or goes away.
inline constexpr const char* investigation_schema = "faultmaven.investigation/1";

/// One JSON object, indented, with a final newline.
std::string to_json(const agent::investigation& found);

}  // namespace fm::program

#pragma once
// The tools over a case that this program brings itself.
#include <fm/agent/tool_messages.hpp>

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace fm::agent::tools {

inline constexpr micros usual_deadline = 10 * second;
inline constexpr std::uint32_t usual_output_bytes = 12'000;

/// In the order in which they are listed.
const std::vector<tool_description>& catalog();

/// The tool of that name, or null.
const tool_description* find_tool(std::string_view name);

/// What a call of another name is answered with.
tool_result unknown_tool(std::string_view name);

}  // namespace fm::agent::tools

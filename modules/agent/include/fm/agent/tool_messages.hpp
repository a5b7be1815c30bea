#pragma once
// The port of the tools: what a model in a loop, or a person, can have looked up or done in a case. Whatever
// brings further tools answers the same two messages.
#include <fm/actors/context.hpp>
#include <fm/knowledge/messages.hpp>

#include <cstdint>
#include <string>
#include <vector>

namespace fm::agent {

/// What there is to know of a tool before it is called.
struct tool_description {
  std::string name;                     ///< snake_case, at most 64 characters
  std::string description;              ///< for a model and for people
  std::string parameters;               ///< JSON schema of the arguments: an object
  std::string permission;               ///< what it may touch: "case:read", "knowledge:read", "cases:read"
  micros deadline = 0;                  ///< how long a call may take
  std::uint32_t most_output_bytes = 0;  ///< of `tool_result::text`
};
struct tool_list {
  std::vector<tool_description> tools;
};
struct list_tools {
  using reply_type = tool_list;
};

/// Something that a claim can cite.
struct tool_citable {
  std::string name;  ///< "E1:120" (a line of evidence), "K2" (a passage)
  std::string text;  ///< as it was shown
};

/// What is wrong with an argument, and what would be right.
struct tool_finding {
  std::string type;               ///< such as "missing", "int_type", "enum"
  std::vector<std::string> path;  ///< of the argument: {"a", "from"}; empty for all of them
  std::string message;
};

/// What a call brought. A call that cannot be carried out as it was made is a result, too, so that whoever
/// made it can make a better one.
struct tool_result {
  std::string text;  ///< for a model and for people; of a failed call what was wrong
  std::vector<tool_citable> citables;
  std::vector<knowledge::passage> passages;  ///< of the citables "K1" and so on, in their order
  bool truncated = false;                    ///< there is more than is shown
  std::uint64_t total = 0;                   ///< all that matched
  std::uint64_t shown = 0;                   ///< of those, in this result
  std::string next_cursor;                   ///< argument `cursor` of the call that goes on; empty at the end
  std::string error;                         ///< empty, "unknown_tool", "invalid_arguments" or "unreadable"
  std::vector<tool_finding> findings;        ///< with "invalid_arguments"
  /// With `run_tool::with_surroundings`: the lines around those that are shown, uncut.
  std::vector<std::string> surroundings;
};

/// Runs one tool in a case of the caller; somebody else's case is `not_found`. The call is in the audit log.
struct run_tool {
  using reply_type = tool_result;
  static constexpr auto timeout = 60 * second;
  std::string case_id;
  std::string name;
  std::string arguments;  ///< a JSON object, or empty for none
  bool with_surroundings = false;
};

}  // namespace fm::agent

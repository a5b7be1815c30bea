#pragma once
// Compares the arguments of a call with the JSON schema of a tool.
#include <fm/agent/tool_messages.hpp>
#include <fm/json/value.hpp>

#include <cstddef>
#include <string_view>
#include <vector>

namespace fm::agent::tools {

/// Arguments in the types of their schema, or all that is wrong with them.
struct checked_arguments {
  json::value arguments;
  std::vector<tool_finding> findings;
};

/// All arguments of a call, as JSON text.
inline constexpr std::size_t longest_arguments = 64 * 1024;

/// Knows of JSON schema: `type` (one), `properties`, `required`, `additionalProperties` (false), `enum` of
/// texts, `minimum`, `maximum`, `minLength`, `maxLength` (characters), `items`, `maxItems`. What models send
/// and what cannot be mistaken is taken for what is meant: a number or truth value as text, an object as
/// text, a word of an `enum` in capitals or cut short; null, an empty text or an empty object for an argument
/// that is not needed.
checked_arguments check_arguments(const json::value& schema, std::string_view text);

}  // namespace fm::agent::tools

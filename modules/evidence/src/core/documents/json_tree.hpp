#pragma once
// JSON with line numbers, also when it is cut off: `fm::json` refuses such text and keeps no lines.
#include "fm/yaml/node.hpp"

#include <cstddef>
#include <string_view>

namespace fm::evidence {

enum class json_state : std::uint8_t {
  whole,     ///< nothing but the values
  trailing,  ///< text that is no JSON follows the first value
  cut,       ///< the text ends within the value; what was read is kept
  broken,    ///< not JSON at the place where reading stopped; what was read is kept
};

struct json_tree {
  yaml::node root;         ///< the first value
  std::size_t values = 0;  ///< how many values follow each other
  json_state state = json_state::broken;
  std::uint32_t line = 0;  ///< where reading stopped
};

/// Reads at most 64 levels and 400,000 values.
json_tree read_json(std::string_view text);

}  // namespace fm::evidence

#pragma once
// Settings as lines state them, whatever the format: `key = value`, `key: value`, `key value;`.
#include "documents/text.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace fm::evidence {

/// A key and its value as one line states them.
struct setting {
  std::string_view key;
  std::string_view value;  ///< without quotes and closing marks
};

/// The setting of a line; an empty key where it states none, such as in comments and heads of sections.
setting setting_of(std::string_view line);

/// A setting of a whole configuration.
struct placed_setting {
  std::string path;  ///< its key with the sections and keys around it
  std::string key, value;
  std::string text;  ///< its line
  std::uint64_t line = 0;
};

/// The settings of a configuration in order, at most 20,000.
std::vector<placed_setting> settings_of(const text_lines& lines);

}  // namespace fm::evidence

#pragma once
// What can be set, from where it comes, and what is in force.
#include <string>
#include <vector>

namespace fm::program {

/// One setting: `FM_...` in the environment wins over the default.
struct setting {
  std::string name;
  std::string value;
  std::string source;  ///< "default" or "environment"
  std::string meaning;
};

/// All settings with what is in force.
std::vector<setting> effective_settings();

/// The value in force of one setting; empty for a name that does not exist.
std::string setting_value(const std::string& name);

/// Names in the environment that begin with FM_ and are no setting: most likely typing errors.
std::vector<std::string> unknown_settings();

}  // namespace fm::program

#pragma once
// A conversation of the replay set as its files tell it.
#include "scripted_model.hpp"

#include <string>
#include <utility>
#include <vector>

namespace fm::test {

struct conversation {
  std::string name;
  std::string question;
  std::vector<std::pair<std::string, std::string>> evidence;  ///< names and bytes
  script says;
  std::string expected;  ///< JSON; empty where it was not yet written
};

/// All of the set, by name. Throws std::runtime_error with a sentence where a file is missing or wrong.
std::vector<conversation> all_conversations();

/// Where the expectation of a conversation stands.
std::string expectation_path(const std::string& name);

}  // namespace fm::test

#pragma once
// What the end of a container means.
#include "fm/evidence/messages.hpp"

#include <string_view>

namespace fm::evidence {

struct exit_reading {
  std::string_view rule;  ///< empty: says nothing
  evidence::role role = evidence::role::context;
  double weight = 0;
  bool clean = false;  ///< ended by itself with code 0
};

/// Reads a terminated state: its reason as Kubernetes names it and the exit code as text.
exit_reading read_exit(std::string_view reason, std::string_view code);

}  // namespace fm::evidence

#pragma once
// What the texts of Kubernetes events, conditions and error answers mean.
#include "fm/evidence/messages.hpp"

#include <string_view>
#include <utility>
#include <vector>

namespace fm::evidence {

/// The meaning of one message; `slots` are parts of the message that was given.
struct message_reading {
  std::string_view rule;  ///< empty: it says nothing about trouble
  evidence::role role = evidence::role::context;
  double weight = 0;
  severity level = severity::none;
  std::vector<std::pair<std::string_view, std::string_view>> slots;
  bool free_text = false;  ///< no rule knows the message: let the log rules read it
};

/// Reads an event (or condition) by its reason and message; `warning` when its type says so.
message_reading read_kube_message(std::string_view reason, std::string_view message, bool warning);

/// The piece of a `: ` chain of errors that names the cause, e.g. `dial tcp 10.0.0.1:443: i/o timeout`.
std::string_view deepest_cause(std::string_view message);

}  // namespace fm::evidence

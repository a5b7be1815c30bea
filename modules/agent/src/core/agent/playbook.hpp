#pragma once
// What each rule of docs/rules.md means: its sentence, its category, what to do next.
#include <span>
#include <string_view>

namespace fm::agent {

/// One entry per rule. Forms hold `{slot}`; a part in brackets is left out when one of its slots is empty.
struct play {
  std::string_view rule;
  std::string_view category;  ///< hypothesis category of contract/domain.md 4
  int depth;                  ///< 0 lies deepest (a resource, a configuration), 2 is an effect seen by users,
                              ///< 3 a state that says no more than that something is wrong
  std::string_view form;      ///< the statement
  std::string_view steps;     ///< next steps, separated by '|'
  std::string_view question;  ///< what would decide it; may be empty
  std::string_view words;     ///< added to the search for runbooks
};

/// The entry of a rule; rules without one have a general entry.
const play& play_for(std::string_view rule);

/// All entries.
std::span<const play> playbook();

}  // namespace fm::agent

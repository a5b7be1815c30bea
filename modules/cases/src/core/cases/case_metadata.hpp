#pragma once
// What a case remembers beside its columns: the status history and the state of its investigation, as one
// JSON object (domain.md 3 and 5.1).
#include "investigation/state.hpp"

#include <fm/actors/context.hpp>
#include <fm/json/value.hpp>

#include <string>
#include <string_view>

namespace fm::cases {

/// One change of status.
struct status_change {
  std::string_view from;
  std::string_view to;
  micros at = 0;
  std::string_view by;  ///< user id
  bool automatic = false;
  std::string_view reason;
};

class case_metadata {
 public:
  /// From the stored text; what is no object counts as empty.
  explicit case_metadata(std::string_view text);

  void add_status_change(const status_change& change);
  /// A member beside the two, e.g. how it was closed.
  void set(std::string_view name, json::value v);
  const json::value* find(std::string_view name) const { return root_.find(name); }

  const investigation::state& state() const { return state_; }
  investigation::state& state() { return state_; }

  // What is agreed with the user before an investigation begins (domain.md 5.1, consulting_data).

  /// The problem as it was proposed; empty when it was not.
  const std::string& proposed_statement() const { return state_.consulting.proposed; }
  bool statement_confirmed() const { return state_.consulting.confirmed; }
  void propose(std::string_view statement);
  /// The user agrees, or does not: then another statement may be proposed.
  void answer_proposal(bool agreed, micros now);
  /// The user wants the investigation: what was agreed stands, the progress begins anew.
  void decide_to_investigate(micros now);
  std::string text() const;

 private:
  json::value root_;  ///< without the state
  investigation::state state_;
};

/// A stored text as this program would write it: those who show it need not know what earlier ones wrote.
std::string present_metadata(std::string text);

}  // namespace fm::cases

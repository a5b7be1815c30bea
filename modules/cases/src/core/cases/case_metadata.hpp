#pragma once
// What a case remembers beside its columns: the status history and the state of its investigation, as one
// JSON object (domain.md 3 and 5.1).
#include <fm/agent/messages.hpp>
#include <fm/json/value.hpp>

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

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

/// What a turn changed in the investigation of a case.
struct turn_effect {
  std::vector<std::string> milestones;  ///< completed by it
  bool progress = false;
  std::string outcome;        ///< progress, evidence_collected, conversation
  std::string response_type;  ///< answer, solution_ready, needs_more_data, clarification_request
  bool stuck = false;         ///< three or more turns without progress
};

class case_metadata {
 public:
  /// From the stored text; what is no object counts as empty.
  explicit case_metadata(std::string_view text);

  void add_status_change(const status_change& change);
  /// Enters the result of turn number `turn`: milestones, working conclusion, turn record, idle turns.
  turn_effect enter_turn(std::uint32_t turn, micros now, std::string_view question,
                         const agent::investigation& found, const std::vector<std::string>& evidence_ids);
  /// Enters a turn that did what the user asked for without looking at the evidence.
  void enter_action(std::uint32_t turn, micros now, std::string_view question, std::string_view said,
                    const turn_effect& effect);
  /// A member beside the two, e.g. how it was closed.
  void set(std::string name, json::value v);
  const json::value* find(std::string_view name) const { return root_.find(name); }
  /// A member of the state of the investigation; null when there is none.
  const json::value* state(std::string_view name) const;

  // What is agreed with the user before an investigation begins (domain.md 5.1, consulting_data).

  /// The problem as it was proposed; empty when it was not.
  std::string proposed_statement() const;
  bool statement_confirmed() const;
  void propose(std::string_view statement);
  /// The user agrees, or does not: then another statement may be proposed.
  void answer_proposal(bool agreed, micros now);
  /// The user wants the investigation: what was agreed stands, the progress begins anew.
  void decide_to_investigate(micros now);
  /// Marks a milestone; false when it was reached before.
  bool complete(std::string_view milestone);
  std::string text() const;

 private:
  json::value& consulting();
  /// The last part of a turn: idle turns and the record of it; whether the case is stuck.
  bool end_turn(std::uint32_t turn, micros now, std::string_view question, std::string_view said,
                const turn_effect& effect);

  json::value root_;
};

/// The status of a hypothesis by the rules of domain.md 5.6.
std::string_view hypothesis_status(double likelihood, std::size_t supporting, std::size_t refuting);

std::string_view word_of(agent::verdict v);

}  // namespace fm::cases

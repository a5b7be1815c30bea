#pragma once
// One turn of an investigation: the engines in their order (contract/domain.md 5.3), the same with and
// without a model.
#include "investigation/hypothesis_manager.hpp"
#include "investigation/state.hpp"

#include <map>
#include <string>
#include <utility>
#include <vector>

namespace fm::investigation {

/// Where a case stands in its life.
enum class case_stage : std::uint8_t { consulting, investigating, over };

/// A file of the case that the agent has read.
struct brought_file {
  std::string id;
  std::string description;
  std::string type;
};

/// What the agent found in a turn.
struct findings {
  std::vector<milestone> milestones;  ///< those that the answer reaches
  double root_cause_confidence = 0;
  std::string root_cause_method;
  std::vector<brought_file> files;  ///< all, known or not
  std::vector<stated_hypothesis> hypotheses;
  std::vector<std::pair<std::string, std::string>> supports;  ///< id of a file, id of a hypothesis
  std::vector<std::pair<std::string, std::string>> refutes;
  std::string conclusion;  ///< the sentences that open the answer
  std::string spoken_of;   ///< the hypothesis that they speak of; empty when of none
  double confidence = 0;   ///< of the answer, 0..1
  double health = -1;      ///< how sure it is that all is well; negative when it does not say so
  std::vector<std::string> questions;
  std::vector<std::string> names;  ///< of what is affected
  micros first = 0;                ///< of what happened; 0 when no time is known
  micros last = 0;
  std::vector<std::string> changes;
};

struct turn_input {
  std::string case_id;
  std::uint32_t turn = 0;
  micros now = 0;
  case_stage stage = case_stage::consulting;
  urgency urgent = urgency::unknown;
  std::string question;
  std::string said;
  bool looked = false;  ///< the agent weighed the evidence: `found` and `rows` count
  std::vector<known_hypothesis> rows;
  findings found;
  // Of a turn that did what the user asked for:
  bool moved = false;                 ///< it counts as progress
  std::string outcome;                ///< empty: by the rules
  std::vector<milestone> milestones;  ///< that it completed, marked already
};

/// What a turn changed.
struct turn_effect {
  std::vector<std::string> milestones;  ///< completed by it
  bool progress = false;
  std::string outcome;
  bool stuck = false;  ///< three or more turns without progress
};

turn_effect enter_turn(state& s, const turn_input& in);

/// Gives hypotheses the ids of other rows, everywhere: in a copy of a case.
void rename_hypotheses(state& s, const std::map<std::string, std::string>& ids);

/// Begins the investigation of what was agreed on: the progress begins anew, the hypotheses stay.
void begin(state& s, micros now);

/// Brings the phase to what is reached already, in a case that comes under investigation without a turn.
void catch_up(state& s);

}  // namespace fm::investigation

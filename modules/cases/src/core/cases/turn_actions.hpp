#pragma once
// What a turn does without the agent: answers of the user, moves of the case, verdicts about hypotheses.
#include "cases/case_metadata.hpp"
#include "investigation/words.hpp"

#include <fm/cases/records.hpp>
#include <fm/cases/turns.hpp>

#include <cstdint>
#include <string>
#include <vector>

namespace fm::cases {

/// What a turn did that the user asked for, without looking at the evidence.
struct action {
  std::string said;
  std::string response_type = "answer";
  std::string outcome = "conversation";
  bool progress = false;
  bool acknowledges = false;  ///< the user has answered that the investigation is stuck
  std::vector<investigation::milestone> milestones;
};

/// The answer of the user to a proposed problem, or to being told that the investigation is stuck.
action confirm(case_record& row, const turn_intent& intent, micros now);
/// Moves the record on to the status that the intent names, or asks whether to.
action move(case_record& row, const turn_intent& intent, const std::string& user, micros now);
/// The user's verdict about a hypothesis, in its record and in the state.
action judge(hypothesis_record& h, case_metadata& metadata, const turn_intent& intent, std::uint32_t turn,
             micros now);

}  // namespace fm::cases

#pragma once
// A client that asks again under its own key, after it or the program has gone in between, asks no second
// time.
#include "fm/actors/step.hpp"

#include <fm/cases/turns.hpp>

#include <string>

namespace fm::cases {

/// The question of the case that was asked under the key and has not failed; without an id when there is none
/// among the latest. `conflict` when it was asked in other words (contract README, on Idempotency-Key).
flow<case_message> asked_before(std::string case_id, std::string key, std::string words, effects& fx);

/// The answer to a question that was asked before, as soon as there is one; `conflict` when it fails.
flow<turn_answer> answer_to(case_message question, std::string case_status, effects& fx);

}  // namespace fm::cases

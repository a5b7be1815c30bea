#pragma once
// What a case answers to a turn that moves it, in words made of what it holds; and what a turn gives to it.
#include "investigation/state.hpp"

#include <fm/agent/messages.hpp>
#include <fm/cases/messages.hpp>

#include <string>
#include <string_view>

namespace fm::cases {

/// Why an intent cannot be carried out in the present state of a case; empty when it can.
std::string refusal_of(const turn_intent& intent, const case_record& c);

/// Said when a case has moved on to `to`, from the record as it was before.
std::string moved_text(const case_record& before, std::string_view to);
/// Said when the client wants the transition to be confirmed first.
std::string confirm_move_text(const case_record& c, std::string_view to);
/// Said to yes or no about the proposed problem statement.
std::string proposal_text(const std::string& statement, bool agreed);
/// Said when the user has answered that the investigation is stuck: it goes on, or it does not.
std::string acknowledged_text(const investigation::state& state, bool goes_on);
std::string hypothesis_text(const hypothesis_record& h);

/// The problem as far as it is known after a turn, in one sentence; empty when nothing tells it. `shown` says
/// whether the evidence tells it, and not only the question.
struct problem_statement {
  std::string text;
  bool shown = false;
};
problem_statement statement_of(std::string_view question, const agent::investigation& found);

/// A title for a case that has an automatic one, when the turn brought enough for it; else empty.
std::string title_after(std::string_view question, const agent::investigation& found,
                        const std::string& statement);

}  // namespace fm::cases

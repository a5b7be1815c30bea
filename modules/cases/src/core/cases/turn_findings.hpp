#pragma once
// What the agent says in a turn, as the investigation of its case takes it.
#include "investigation/turn.hpp"

#include <fm/agent/messages.hpp>
#include <fm/cases/records.hpp>

#include <string>
#include <string_view>
#include <vector>

namespace fm::cases {

/// What the agent knows a hypothesis by from turn to turn.
std::string origin_of(const agent::hypothesis& h);

/// `ids` are those of the rows of the hypotheses, in their order; one without an id is left out.
investigation::findings findings_of(const agent::turn_result& result, const std::vector<std::string>& ids);

/// answer, solution_ready, needs_more_data or clarification_request.
std::string response_type_of(const agent::investigation& found);

std::string_view word_of(agent::verdict v);

/// Where a case stands, and how urgent it is: a priority of medium is what a case has when nobody said.
investigation::case_stage stage_of(std::string_view status);
investigation::urgency urgency_of(std::string_view priority);

}  // namespace fm::cases

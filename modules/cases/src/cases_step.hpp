#pragma once
// All cases: opens new ones, lists, counts, searches, and reads those that are not live.
#include "fm/actors/step.hpp"
#include "fm/cases/messages.hpp"

#include <deque>
#include <string>

namespace fm::cases {

struct cases_state {
  using takes = taken_by_all<fm::takes>;
  /// Cases read lately while they were not live: one that is read again is woken.
  std::deque<std::string> read_lately;
};

flow<case_record> on(cases_state& s, create_case m, effects& fx);
flow<case_record> on(cases_state& s, get_case m, effects& fx);
flow<case_page> on(cases_state& s, list_cases m, effects& fx);
flow<case_page> on(cases_state& s, search_cases m, effects& fx);
flow<case_page> on(cases_state& s, list_session_cases m, effects& fx);
flow<case_statistics> on(cases_state& s, get_statistics m, effects& fx);
flow<case_trends> on(cases_state& s, get_trends m, effects& fx);
flow<case_analytics> on(cases_state& s, get_analytics m, effects& fx);
flow<message_page> on(cases_state& s, list_messages m, effects& fx);
flow<hypothesis_list> on(cases_state& s, list_hypotheses m, effects& fx);
flow<solution_list> on(cases_state& s, list_solutions m, effects& fx);
flow<question_page> on(cases_state& s, list_questions m, effects& fx);
flow<case_view> on(cases_state& s, get_view m, effects& fx);
flow<case_file> on(cases_state& s, export_case m, effects& fx);
flow<case_record> on(cases_state& s, import_case m, effects& fx);
flow<turn_ended> on(cases_state& s, await_turn m, effects& fx);
flow<done> on(cases_state& s, abandon_turn m, effects& fx);
flow<std::uint64_t> on(cases_state& s, settle_interrupted m, effects& fx);
flow<std::uint64_t> on(cases_state& s, resume_turns m, effects& fx);
flow<evidence::case_standing> on(cases_state& s, evidence::look_at_case m, effects& fx);
flow<evidence::case_hypotheses> on(cases_state& s, evidence::look_at_hypotheses m, effects& fx);
flow<knowledge::case_standing> on(cases_state& s, knowledge::look_at_case m, effects& fx);
flow<agent::past_cases> on(cases_state& s, agent::look_at_past_cases m, effects& fx);

}  // namespace fm::cases

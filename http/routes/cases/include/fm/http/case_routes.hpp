#pragma once
// The rows of cases and of the turns in them, root dialect.
#include <fm/cases/messages.hpp>
#include <fm/http/route.hpp>

namespace fm::http {

/// Who takes what is said of all cases, and who what is said of one.
using all_cases = actors::handle<cases::create_case, cases::get_case, cases::list_cases, cases::list_messages,
                                 cases::list_hypotheses, cases::list_solutions, cases::settle_interrupted>;
using one_case = actors::handle<cases::get_case, cases::update_case, cases::set_status, cases::close_case,
                                cases::delete_case, cases::add_message, cases::add_hypothesis,
                                cases::update_hypothesis, cases::add_solution, cases::post_turn>;

/// Everything below /cases but turns, evidence and reports.
route_table case_routes(actors::system& sys, const all_cases& all, const one_case& one);

/// POST /agent/chat/{case_id}, POST /cases/{case_id}/queries. A turn may take `deadline`.
route_table turn_routes(actors::system& sys, const one_case& one, micros deadline = 120 * second);

}  // namespace fm::http

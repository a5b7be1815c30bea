#pragma once
// The rows of cases and of the turns in them, of both dialects.
#include <fm/agent/messages.hpp>
#include <fm/cases/messages.hpp>
#include <fm/http/route.hpp>

#include <functional>
#include <string>
#include <vector>

namespace fm::http {

/// Who takes what is said of all cases, and who what is said of one.
using all_cases = cases::taken_by_all<actors::handle>;
using one_case = cases::taken_by_one<actors::handle>;

/// The types of the reports that a case has, told to the function; whatever goes wrong, none.
using written_reports =
    std::function<void(std::string case_id, call_context ctx, std::function<void(std::vector<std::string>)>)>;

/// Everything below /cases but turns, evidence and reports; also GET /sessions/{session_id}/cases. The pages
/// of a case that is over say which of its reports are written.
route_table case_routes(actors::system& sys, const all_cases& all, const one_case& one,
                        const written_reports& reports);

/// Who tells what happens in turns.
using turn_watcher =
    actors::handle<agent::turn_event, agent::heard_piece, agent::answer_begins, agent::watch_turn>;

/// POST /agent/chat/{case_id}, the queries of a case, and POST /api/v1/cases/{case_id}/turns; the events of a
/// turn, as the answer to whoever accepts `text/event-stream` and below /agent/turns. A turn may take
/// `deadline`.
route_table turn_routes(actors::system& sys, const all_cases& all, const one_case& one,
                        const turn_watcher& news, micros deadline = 120 * second);

/// The rows below /api/v1 that differ from the root's in more than the fields of a case.
route_table case_v1_routes(actors::system& sys, const all_cases& all, const one_case& one,
                           const written_reports& reports);

}  // namespace fm::http

#pragma once
// The rows of sessions.
#include <fm/http/route.hpp>
#include <fm/sessions/messages.hpp>

namespace fm::http {

using session_actors =
    actors::handle<sessions::open_session, sessions::get_session, sessions::list_sessions,
                   sessions::update_session, sessions::delete_session, sessions::delete_sessions,
                   sessions::heartbeat, sessions::add_session_message, sessions::list_session_messages,
                   sessions::count_session, sessions::clear_session_data, sessions::examine_recovery,
                   sessions::search_sessions, sessions::summarise_sessions, sessions::clean_sessions>;

/// /sessions, /sessions/{session_id} and what a session holds; below `/api/v1` a session can be made without
/// a token.
route_table session_routes(actors::system& sys, const session_actors& all);

}  // namespace fm::http

#pragma once
// The rows of sessions, root dialect.
#include <fm/http/route.hpp>
#include <fm/sessions/messages.hpp>

namespace fm::http {

using session_actors = actors::handle<sessions::open_session, sessions::get_session, sessions::list_sessions,
                                      sessions::update_session, sessions::delete_session,
                                      sessions::delete_sessions, sessions::heartbeat>;

/// /sessions and /sessions/{session_id} with their heartbeat.
route_table session_routes(actors::system& sys, const session_actors& all);

}  // namespace fm::http

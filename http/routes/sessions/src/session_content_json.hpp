#pragma once
// The JSON of what sessions hold and of all sessions together.
#include <fm/http/route.hpp>
#include <fm/json/value.hpp>
#include <fm/sessions/messages.hpp>

namespace fm::http {

json::value session_message_json(const sessions::session_message& m);
json::value session_statistics_json(const sessions::session_statistics& s);

parsed<sessions::add_session_message> parse_add_session_message(const exchange& x);
parsed<sessions::list_session_messages> parse_list_session_messages(const exchange& x);
/// All live sessions of the caller.
parsed<sessions::search_sessions> parse_all_sessions(const exchange& x);
parsed<sessions::search_sessions> parse_search_sessions(const exchange& x);
/// The conditions that a search has set, as they were understood.
json::value search_echo_json(const request& r);

}  // namespace fm::http

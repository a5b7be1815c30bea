#pragma once
// The JSON of sessions (contract: SessionDetail and its neighbours).
#include <fm/http/route.hpp>
#include <fm/json/value.hpp>
#include <fm/sessions/messages.hpp>

namespace fm::http {

json::value session_created_json(const sessions::session_opened& s);
json::value session_detail_json(const sessions::session_record& s);
json::value session_summary_json(const sessions::session_record& s);

parsed<sessions::open_session> parse_open_session(const exchange& x);
parsed<sessions::list_sessions> parse_list_sessions(const exchange& x);
parsed<sessions::update_session> parse_update_session(const exchange& x);
parsed<sessions::delete_sessions> parse_delete_sessions(const exchange& x);

/// A command for the session of the path; an id that is no UUID names nothing: 404.
template <class M>
parsed<M> parse_session_id(const exchange& x);

}  // namespace fm::http

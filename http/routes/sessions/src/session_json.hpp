#pragma once
// The JSON of sessions (contract: SessionDetail and its neighbours).
#include <fm/http/route.hpp>
#include <fm/json/value.hpp>
#include <fm/sessions/messages.hpp>

namespace fm::http {

/// Under `/api/v1` with what its clients copy beside that; a session of nobody has no user there.
json::value session_created_json(const sessions::session_opened& s, dialect speaks);
json::value session_detail_json(const sessions::session_record& s);

/// Of nobody when there is no token; such a session holds no data.
parsed<sessions::open_session> parse_open_session(const exchange& x);
parsed<sessions::update_session> parse_update_session(const exchange& x);
parsed<sessions::delete_sessions> parse_delete_sessions(const exchange& x);

/// The summary of a session whose messages are counted already.
json::value session_numbers_json(const sessions::session_numbers& n);

/// A command for the session of the path; an id that is no UUID names nothing: 404.
template <class M>
parsed<M> parse_session_id(const exchange& x);

}  // namespace fm::http

#pragma once
// The rows of what sessions hold, of search, statistics and cleaning.
#include "fm/http/session_routes.hpp"

namespace fm::http {

void add_content_rows(actors::system& sys, const session_actors& all, route_table& rows);

response session_list_response(const sessions::sessions_found& found, const request& r);
response sessions_deleted_response(const sessions::sessions_deleted& d, const request& r);

}  // namespace fm::http

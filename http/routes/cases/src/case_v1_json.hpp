#pragma once
// What the clients below /api/v1 read beside, or in place of, the JSON of the root.
#include <fm/cases/messages.hpp>
#include <fm/http/request.hpp>
#include <fm/json/value.hpp>

namespace fm::http {

/// Adds to the JSON of a case what both generations of clients read.
void add_v1_fields(json::value& out, const cases::case_record& c);

json::value case_page_v1_json(const cases::case_page& page, const request& r);
json::value message_page_v1_json(const cases::message_page& page, const request& r);
json::value upload_v1_json(const cases::files_added& added, const request& r);

}  // namespace fm::http

#pragma once
// Lists, searches and numbers over cases as JSON.
#include <fm/cases/messages.hpp>
#include <fm/http/route.hpp>
#include <fm/json/value.hpp>

namespace fm::http {

parsed<cases::list_cases> parse_list_cases(const exchange& x);
parsed<cases::search_cases> parse_search_cases(const exchange& x);
parsed<cases::list_session_cases> parse_session_cases(const exchange& x);
parsed<cases::get_trends> parse_trends(const exchange& x);
parsed<cases::list_questions> parse_list_questions(const exchange& x);

/// Says how many there are, and where the next page begins (`X-Next-Cursor` and a link).
void add_page_headers(response& out, const cases::case_page& page, const request& r);

json::value session_cases_json(const cases::case_page& page, const request& r);
json::value statistics_json(const cases::case_statistics& s);
json::value summary_json(const cases::case_statistics& s);
json::value trends_json(const cases::case_trends& t);
json::value analytics_json(const cases::case_analytics& a);
json::value questions_json(const cases::question_page& page, const request& r);
/// The vocabulary of a case as a JSON schema.
json::value case_schema_json();

}  // namespace fm::http

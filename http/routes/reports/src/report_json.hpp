#pragma once
// The JSON of reports (contract: ReportSummary and its neighbours).
#include <fm/http/route.hpp>
#include <fm/json/value.hpp>
#include <fm/reports/messages.hpp>

#include <string>

namespace fm::http {

json::value report_json(const reports::report_record& r);
json::value report_detail_json(const reports::report_record& r);
/// The answer to a generation: what was written, and what was not and why.
json::value generated_json(const reports::reports_generated& g);
json::value advice_json(const reports::report_advice& a);

/// An id of the path that is no UUID names nothing: 404.
parsed<std::string> report_path_id(const exchange& x, std::size_t at, std::string_view what);
parsed<reports::list_reports> parse_list_reports(const exchange& x);
/// `report_type` alone.
parsed<reports::generate_reports> parse_generate_one(const exchange& x);
/// `report_type` or `report_types`, an incident report without either.
parsed<reports::generate_reports> parse_generate_some(const exchange& x);
parsed<reports::link_reports> parse_link_reports(const exchange& x);

}  // namespace fm::http

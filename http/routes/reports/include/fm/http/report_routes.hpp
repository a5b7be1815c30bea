#pragma once
// The rows of reports.
#include <fm/http/route.hpp>
#include <fm/reports/messages.hpp>

namespace fm::http {

/// Who knows all reports, and who writes those of one case.
using all_reports = actors::handle<reports::list_reports, reports::get_report, reports::delete_report,
                                   reports::recommend_reports, reports::download_report>;
using reports_of_case = actors::handle<reports::generate_reports, reports::link_reports>;

/// /cases/{case_id}/reports, /cases/{case_id}/report-recommendations and /reports. The same rows serve both
/// dialects; under `/api/v1` the words of both generations of clients name a type.
route_table report_routes(actors::system& sys, const all_reports& all, const reports_of_case& one);

}  // namespace fm::http

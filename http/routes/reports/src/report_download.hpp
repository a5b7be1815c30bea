#pragma once
// Reports as files.
#include <fm/http/route.hpp>
#include <fm/reports/messages.hpp>

namespace fm::http {

/// `format`: markdown or pdf, anything else is a 400.
parsed<reports::download_report> parse_download_report(const exchange& x);
/// The file as an attachment; a link for a client that takes JSON alone.
response report_file_response(const reports::report_file& f, const request& r);

}  // namespace fm::http

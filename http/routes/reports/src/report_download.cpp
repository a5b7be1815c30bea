#include "report_download.hpp"

#include "report_json.hpp"

#include <fm/http/fields.hpp>
#include <fm/http/json_response.hpp>
#include <fm/http/text.hpp>
#include <fm/http/uploads.hpp>

#include <string>
#include <utility>

namespace fm::http {

namespace {

std::string format_of(const request& r) {
  for (const auto& [name, value] : r.query)
    if (name == "format") return value;
  return "markdown";
}

/// Whether the client would have JSON and nothing that a file could be.
bool takes_json_alone(const request& r) {
  bool json = false;
  for (const auto& entry : comma_list(r.header("Accept"))) {
    const auto type = trimmed(std::string_view(entry).substr(0, entry.find(';')));
    if (!same_word(type, "application/json")) return false;
    json = true;
  }
  return json;
}

}  // namespace

parsed<reports::download_report> parse_download_report(const exchange& x) {
  auto case_id = report_path_id(x, 0, "case");
  if (auto* refused = std::get_if<response>(&case_id)) return std::move(*refused);
  auto id = report_path_id(x, 1, "report");
  if (auto* refused = std::get_if<response>(&id)) return std::move(*refused);
  reports::download_report m;
  m.case_id = std::move(std::get<std::string>(case_id));
  m.report_id = std::move(std::get<std::string>(id));
  m.format = format_of(*x.request);
  if (m.format != "markdown" && m.format != "pdf") return problem(400, "format can be markdown or pdf");
  return m;
}

response report_file_response(const reports::report_file& f, const request& r) {
  if (takes_json_alone(r)) {
    const std::string base = r.speaks == dialect::v1 ? "/api/v1" : "";
    json::value link;
    link.set("case_id", r.path_args.at(0))
        .set("report_id", r.path_args.at(1))
        .set("download_url", base + "/cases/" + r.path_args.at(0) + "/reports/" + r.path_args.at(1) +
                                 "/download?format=" + format_of(r));
    return json_response(200, link);
  }
  response out;
  out.header("ETag", f.tag);
  out.header("Cache-Control", "private, no-cache");
  out.content_type = f.content_type;
  out.header("Content-Disposition", attachment(f.name));
  out.header("Content-Security-Policy", "sandbox; default-src 'none'");
  out.body = f.bytes;
  return out;
}

}  // namespace fm::http

#include "fm/http/report_routes.hpp"

#include "report_download.hpp"
#include "report_json.hpp"

#include <fm/http/json_response.hpp>

#include <string>
#include <utility>

namespace fm::http {

namespace {

/// Reading the evidence of a large case once more takes its time.
constexpr micros writing_deadline = 140 * second;

template <class M>
parsed<M> for_report(const exchange& x) {
  auto id = report_path_id(x, 0, "report");
  if (auto* refused = std::get_if<response>(&id)) return std::move(*refused);
  M m;
  m.report_id = std::move(std::get<std::string>(id));
  return m;
}

parsed<reports::recommend_reports> for_case(const exchange& x) {
  auto id = report_path_id(x, 0, "case");
  if (auto* refused = std::get_if<response>(&id)) return std::move(*refused);
  reports::recommend_reports m;
  m.case_id = std::move(std::get<std::string>(id));
  return m;
}

response advice(const reports::report_advice& a, const request&) {
  return json_response(200, advice_json(a));
}

response list_of_case(const reports::report_list& l, const request& r) {
  json::array all;
  for (const auto& one : l.reports) all.push_back(report_json(one));
  const auto count = static_cast<std::int64_t>(all.size());
  json::value out;
  out.set("case_id", r.path_args.at(0)).set("reports", std::move(all)).set("count", count);
  return json_response(200, out);
}

response bare_list(const reports::report_list& l, const request&) {
  json::array all;
  for (const auto& one : l.reports) all.push_back(report_json(one));
  return json_response(200, json::value(std::move(all)));
}

response generated(const reports::reports_generated& g, const request&) {
  return json_response(200, generated_json(g));
}

response generated_one(const reports::reports_generated& g, const request&) {
  return json_response(200, report_json(g.outcomes.front().made.front()));
}

response detail(const reports::report_record& r, const request&) {
  return json_response(200, report_detail_json(r));
}

response deleted(const done&, const request&) {
  json::value out;
  out.set("message", "The report was deleted");
  return json_response(200, out);
}

response linked(const reports::reports_linked& l, const request&) {
  json::value out;
  out.set("linked_count", static_cast<std::int64_t>(l.report_ids.size()))
      .set("report_ids", json_texts(l.report_ids));
  return json_response(200, out);
}

}  // namespace

route_table report_routes(actors::system& sys, const all_reports& all, const reports_of_case& one) {
  using namespace reports;
  const std::string cases = "/cases/{case_id}", of_case = "/reports/case/{case_id}";
  auto recommend = ask<recommend_reports>(sys, all, for_case, advice);
  auto download = ask<download_report>(sys, all, parse_download_report, report_file_response);
  route_table rows;
  auto read = [&rows](std::string pattern, std::string operation, std::function<void(exchange)> serve) {
    rows.push_back({.verb = method::get,
                    .pattern = std::move(pattern),
                    .operation = std::move(operation),
                    .serve = std::move(serve)});
  };
  auto write = [&rows](std::string pattern, std::string operation, micros deadline,
                       std::function<void(exchange)> serve) {
    rows.push_back({.verb = method::post,
                    .pattern = std::move(pattern),
                    .operation = std::move(operation),
                    .takes = body_kind::json,
                    .counts = budget::write,
                    .deadline = deadline,
                    .serve = std::move(serve)});
  };
  read(cases + "/report-recommendations", "reportRecommendations", recommend);
  write(cases + "/reports", "generateCaseReport", writing_deadline,
        ask<generate_reports>(sys, one, parse_generate_some, generated));
  read(cases + "/reports", "listCaseReports", ask<list_reports>(sys, all, parse_list_reports, list_of_case));
  read(cases + "/reports/{report_id}/download", "downloadCaseReport", download);
  read(of_case, "reportsOfCase", ask<list_reports>(sys, all, parse_list_reports, bare_list));
  write(of_case + "/generate", "generateReport", writing_deadline,
        ask<generate_reports>(sys, one, parse_generate_one, generated_one));
  read(of_case + "/recommendations", "reportAdvice", recommend);
  write(of_case + "/link-closure", "linkReportsToClosure", 30 * second,
        ask<link_reports>(sys, one, parse_link_reports, linked));
  read(of_case + "/download/{report_id}", "downloadReport", download);
  read("/reports/{report_id}", "getReport", ask<get_report>(sys, all, for_report<get_report>, detail));
  rows.push_back({.verb = method::del,
                  .pattern = "/reports/{report_id}",
                  .operation = "deleteReport",
                  .counts = budget::write,
                  .serve = ask<delete_report>(sys, all, for_report<delete_report>, deleted)});
  return rows;
}

}  // namespace fm::http

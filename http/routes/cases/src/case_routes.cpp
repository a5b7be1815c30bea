#include "fm/http/case_routes.hpp"

#include "case_json.hpp"
#include "case_rows.hpp"
#include "case_version.hpp"
#include "case_view_facts.hpp"
#include "overview_json.hpp"

#include <fm/http/fields.hpp>
#include <fm/http/health_row.hpp>
#include <fm/http/uploads.hpp>

namespace fm::http {

namespace {

constexpr micros deletion_deadline = 150 * second;
constexpr micros file_deadline = 70 * second;

response ok_case(const cases::case_record& c, const request& r) { return one_case_response(200, c, r); }

response case_page(const cases::case_page& page, const request& r) {
  auto out = json_response(200, cases_json(page.cases, r));
  add_page_headers(out, page, r);
  return out;
}

response found_cases(const cases::case_page& page, const request& r) {
  return json_response(200, cases_json(page.cases, r));
}

parsed<cases::get_case> parse_whole(const exchange& x) {
  cases::get_case m;
  m.whole = true;
  return for_case(x, {}, std::move(m));
}

response session_cases(const cases::case_page& page, const request& r) {
  auto out = json_response(200, session_cases_json(page, r));
  out.header("X-Total-Count", std::to_string(page.total));
  return out;
}

response message_page(const cases::message_page& page, const request&) {
  json::array all;
  for (const auto& m : page.messages) all.push_back(message_json(m));
  auto r = json_response(200, json::value(std::move(all)));
  r.header("X-Total-Count", std::to_string(page.total));
  return r;
}

response status_result(const cases::case_record& c, const request&) {
  json::value out;
  out.set("case_id", c.id).set("status", c.status).set("message", "the case is " + c.status + " now");
  return json_response(200, out);
}

response close_result(const cases::case_record& c, const request&) {
  json::value out;
  out.set("case_id", c.id).set("status", "closed").set("closed_at", time_text(c.closed));
  return json_response(200, out);
}

response archive_result(const cases::case_record& c, const request&) {
  json::value out;
  out.set("case_id", c.id)
      .set("status", "archived")
      .set("message", "the case is closed; a search finds it with include_archived");
  return json_response(200, out);
}

response deleted_case(const cases::case_record&, const request&) { return no_content(); }

parsed<cases::close_case> parse_archive(const exchange& x) {
  cases::close_case m;
  m.notes = "archived";
  return for_version(x, {}, std::move(m));
}
parsed<cases::delete_case> parse_delete(const exchange& x) {
  return for_version(x, {}, cases::delete_case{});
}

json::value hypothesis_result_json(const cases::hypothesis_record& h) {
  json::value out;
  out.set("case_id", h.case_id)
      .set("hypothesis_id", h.id)
      .set("message", "the hypothesis was updated")
      .set("hypothesis", hypothesis_json(h));
  return out;
}

json::value hypothesis_list_json(const cases::hypothesis_list& list) {
  json::array all;
  for (const auto& h : list.hypotheses) all.push_back(hypothesis_json(h));
  return json::value(std::move(all));
}

json::value solution_list_json(const cases::solution_list& list) {
  json::array all;
  for (const auto& s : list.solutions) all.push_back(solution_json(s));
  return json::value(std::move(all));
}

json::value title_json(const cases::title_suggestion& t) {
  json::value out;
  out.set("case_id", t.case_id)
      .set("suggested_title", t.title)
      .set("source", t.generated ? "generated" : "existing")
      .set("generated", t.generated);
  return out;
}

// -- data items ------------------------------------------------------------------------------------------

/// The items of a case, out of its context.
json::value items_of(const cases::case_record& c) {
  auto read = json::parse(c.context.empty() ? "{}" : c.context);
  return read && read.root.as_object() ? std::move(read.root) : json::value(json::object{});
}

json::value data_map_json(const cases::case_record& c) {
  auto items = items_of(c);
  const std::uint64_t count = items.as_object()->size();
  json::value out;
  out.set("case_id", c.id).set("data", std::move(items)).set("count", count);
  return out;
}

response data_item(const cases::case_record& c, const request& r) {
  const auto& key = r.path_args.at(1);
  const auto items = items_of(c);
  const auto* found = items.find(key);
  if (!found) return problem(404, "data item " + key + " not found in this case");
  json::value out;
  out.set("case_id", c.id).set("data_id", key).set("data", *found);
  return json_response(200, out);
}

parsed<cases::remove_data> parse_remove_data(const exchange& x) {
  cases::remove_data m;
  m.data_id = x.request->path_args.at(1);
  return for_case(x, {}, std::move(m));
}

// -- files -----------------------------------------------------------------------------------------------

response exported(const cases::case_file& f, const request&) {
  response r;
  r.body = f.text;
  r.header("Content-Disposition", attachment("case-" + f.case_id + ".json"));
  return r;
}

parsed<cases::import_case> parse_import(const exchange& x) {
  fields f(*x.request);
  if (!f.ok()) return unprocessable(f.issues());
  cases::import_case m;
  m.text = x.request->body;
  return m;
}

// -- tables ----------------------------------------------------------------------------------------------

void add_overviews(route_table& rows, actors::system& sys, const all_cases& all,
                   const written_reports& reports) {
  using namespace cases;
  auto search = write_row(method::post, "/cases/search", "searchCases",
                          ask<search_cases>(sys, all, parse_search_cases, found_cases));
  search.counts = budget::read;
  rows.push_back(std::move(search));
  auto no_fields = [](const exchange&) -> parsed<get_statistics> { return get_statistics{}; };
  rows.push_back(read_row("/cases/statistics", "caseStatistics",
                          ask<get_statistics>(sys, all, no_fields, ok(statistics_json))));
  rows.push_back(read_row("/cases/analytics/summary", "analyticsSummary",
                          ask<get_statistics>(sys, all, no_fields, ok(summary_json))));
  rows.push_back(read_row("/cases/analytics/trends", "analyticsTrends",
                          ask<get_trends>(sys, all, parse_trends, ok(trends_json))));
  rows.push_back(read_row("/cases/{case_id}/analytics", "caseAnalytics",
                          ask<get_analytics>(sys, all, parse_case_id<get_analytics>, ok(analytics_json))));
  rows.push_back(read_row("/cases/session/{session_id}", "casesBySession",
                          ask<list_session_cases>(sys, all, parse_session_cases, session_cases)));
  rows.push_back(read_row("/sessions/{session_id}/cases", "listSessionCases",
                          ask<list_session_cases>(sys, all, parse_session_cases, session_cases)));
  rows.push_back(read_row("/cases/{case_id}/ui", "caseUi", show_case(sys, all, reports, case_view_json)));
  auto file = read_row("/cases/{case_id}/export", "exportCase",
                       ask<export_case>(sys, all, parse_case_id<export_case>, exported));
  file.deadline = file_deadline;
  rows.push_back(std::move(file));
  auto import = write_row(method::post, "/cases/import", "importCase",
                          ask<import_case>(sys, all, parse_import, created_case));
  import.deadline = file_deadline;
  rows.push_back(std::move(import));
  auto vocabulary = read_row("/cases/schema.json", "caseSchema",
                             [](exchange x) { x.out->send(json_response(200, case_schema_json())); });
  vocabulary.needs = access::open;
  vocabulary.counts = budget::free;
  rows.push_back(std::move(vocabulary));
}

void add_parts(route_table& rows, actors::system& sys, const all_cases& all, const one_case& one) {
  using namespace cases;
  const auto post = method::post;
  rows.push_back(read_row("/cases/{case_id}/data", "listCaseData",
                          ask<get_case>(sys, one, parse_whole, ok(data_map_json))));
  rows.push_back(write_row(post, "/cases/{case_id}/data", "addCaseData",
                           ask<add_data>(sys, one, parse_add_data, ok(data_added_json))));
  rows.push_back(read_row("/cases/{case_id}/data/{data_id}", "getCaseData",
                          ask<get_case>(sys, one, parse_whole, data_item)));
  rows.push_back(write_row(
      method::del, "/cases/{case_id}/data/{data_id}", "deleteCaseData",
      ask<remove_data>(sys, one, parse_remove_data, [](const done&, const request&) { return no_content(); }),
      body_kind::none));
  rows.push_back(
      write_row(post, "/cases/{case_id}/messages", "addCaseMessage",
                ask<add_message>(sys, one, parse_add_message, [](const case_message& m, const request&) {
                  return json_response(201, message_json(m));
                })));
  rows.push_back(read_row("/cases/{case_id}/messages", "listCaseMessages",
                          ask<list_messages>(sys, all, parse_list_messages, message_page)));
  rows.push_back(write_row(
      post, "/cases/{case_id}/hypotheses", "addHypothesis",
      ask<add_hypothesis>(sys, one, parse_add_hypothesis, [](const hypothesis_record& h, const request&) {
        return json_response(201, hypothesis_json(h));
      })));
  rows.push_back(
      read_row("/cases/{case_id}/hypotheses", "listHypotheses",
               ask<list_hypotheses>(sys, all, parse_case_id<list_hypotheses>, ok(hypothesis_list_json))));
  rows.push_back(
      write_row(method::put, "/cases/{case_id}/hypotheses/{hypothesis_id}", "updateHypothesis",
                ask<update_hypothesis>(sys, one, parse_update_hypothesis, ok(hypothesis_result_json))));
  rows.push_back(
      write_row(post, "/cases/{case_id}/solutions", "addSolution",
                ask<add_solution>(sys, one, parse_add_solution, [](const solution_record& s, const request&) {
                  return json_response(201, solution_json(s));
                })));
  rows.push_back(
      read_row("/cases/{case_id}/solutions", "listSolutions",
               ask<list_solutions>(sys, all, parse_case_id<list_solutions>, ok(solution_list_json))));
  rows.push_back(write_row(post, "/cases/{case_id}/title", "suggestTitle",
                           ask<suggest_title>(sys, one, parse_suggest_title, ok(title_json))));
}

}  // namespace

route_table case_routes(actors::system& sys, const all_cases& all, const one_case& one,
                        const written_reports& reports) {
  using namespace cases;
  const auto post = method::post, patch = method::patch;
  const std::string of_case = "/cases/{case_id}";
  auto update = ask<update_case>(sys, one, parse_update_case, unless_stale(ok_case));
  route_table rows;
  rows.push_back(
      write_row(post, "/cases", "createCase", ask<create_case>(sys, all, parse_create_case, created_case)));
  rows.push_back(read_row("/cases", "listCases", ask<list_cases>(sys, all, parse_list_cases, case_page)));
  rows.push_back(read_row(of_case, "getCase", ask<get_case>(sys, one, parse_whole, ok_case)));
  rows.push_back(write_row(patch, of_case, "updateCase", update));
  rows.push_back(write_row(method::put, of_case, "replaceCase", update));
  auto removal =
      write_row(method::del, of_case, "deleteCase",
                ask<delete_case>(sys, one, parse_delete, unless_stale(deleted_case)), body_kind::none);
  removal.deadline = deletion_deadline;
  rows.push_back(std::move(removal));
  rows.push_back(write_row(patch, of_case + "/status", "patchCaseStatus",
                           ask<set_status>(sys, one, parse_patch_status, unless_stale(ok_case))));
  rows.push_back(write_row(post, of_case + "/status", "postCaseStatus",
                           ask<set_status>(sys, one, parse_post_status, unless_stale(status_result))));
  rows.push_back(write_row(post, of_case + "/close", "closeCase",
                           ask<close_case>(sys, one, parse_close_case, unless_stale(close_result))));
  rows.push_back(write_row(post, of_case + "/archive", "archiveCase",
                           ask<close_case>(sys, one, parse_archive, unless_stale(archive_result)),
                           body_kind::none));
  add_parts(rows, sys, all, one);
  add_overviews(rows, sys, all, reports);
  rows.push_back(health_row(sys, all, "/cases/health", "caseHealth", "cases", list_cases{}));
  return rows;
}

}  // namespace fm::http

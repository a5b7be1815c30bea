#include "fm/http/case_routes.hpp"

#include "case_json.hpp"

#include <fm/http/fields.hpp>
#include <fm/http/health_row.hpp>

namespace fm::http {

namespace {

template <class M>
parsed<M> parse_case_id(const exchange& x) {
  return for_case(x, {}, M{});
}

response ok_case(const cases::case_record& c, const request&) { return json_response(200, case_json(c)); }

response case_page(const cases::case_page& page, const request&) {
  json::array all;
  for (const auto& c : page.cases) all.push_back(case_json(c));
  auto r = json_response(200, json::value(std::move(all)));
  r.header("X-Total-Count", std::to_string(page.total));
  return r;
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

response hypothesis_result(const cases::hypothesis_record& h, const request&) {
  json::value out;
  out.set("case_id", h.case_id)
      .set("hypothesis_id", h.id)
      .set("message", "the hypothesis was updated")
      .set("hypothesis", hypothesis_json(h));
  return json_response(200, out);
}

response hypothesis_list(const cases::hypothesis_list& list, const request&) {
  json::array all;
  for (const auto& h : list.hypotheses) all.push_back(hypothesis_json(h));
  return json_response(200, json::value(std::move(all)));
}

response solution_list(const cases::solution_list& list, const request&) {
  json::array all;
  for (const auto& s : list.solutions) all.push_back(solution_json(s));
  return json_response(200, json::value(std::move(all)));
}

}  // namespace

route_table case_routes(actors::system& sys, const all_cases& all, const one_case& one) {
  using cases::create_case;
  auto update = ask<cases::update_case>(sys, one, parse_update_case, ok_case);
  route_table rows;
  rows.push_back({.verb = method::post,
                  .pattern = "/cases",
                  .operation = "createCase",
                  .takes = body_kind::json,
                  .counts = budget::write,
                  .serve = ask<create_case>(sys, all, parse_create_case,
                                            [](const cases::case_record& c, const request&) {
                                              auto r = json_response(201, case_json(c));
                                              r.header("Location", "/cases/" + c.id);
                                              return r;
                                            })});
  rows.push_back({.verb = method::get,
                  .pattern = "/cases",
                  .operation = "listCases",
                  .serve = ask<cases::list_cases>(sys, all, parse_list_cases, case_page)});
  rows.push_back({.verb = method::get,
                  .pattern = "/cases/{case_id}",
                  .operation = "getCase",
                  .serve = ask<cases::get_case>(sys, one, parse_case_id<cases::get_case>, ok_case)});
  rows.push_back({.verb = method::patch,
                  .pattern = "/cases/{case_id}",
                  .operation = "updateCase",
                  .takes = body_kind::json,
                  .counts = budget::write,
                  .serve = update});
  rows.push_back({.verb = method::put,
                  .pattern = "/cases/{case_id}",
                  .operation = "replaceCase",
                  .takes = body_kind::json,
                  .counts = budget::write,
                  .serve = update});
  rows.push_back(
      {.verb = method::del,
       .pattern = "/cases/{case_id}",
       .operation = "deleteCase",
       .counts = budget::write,
       .deadline = 150 * second,
       .serve = ask<cases::delete_case>(sys, one, parse_case_id<cases::delete_case>,
                                        [](const done&, const request&) { return no_content(); })});
  rows.push_back({.verb = method::patch,
                  .pattern = "/cases/{case_id}/status",
                  .operation = "patchCaseStatus",
                  .takes = body_kind::json,
                  .counts = budget::write,
                  .serve = ask<cases::set_status>(sys, one, parse_patch_status, ok_case)});
  rows.push_back({.verb = method::post,
                  .pattern = "/cases/{case_id}/status",
                  .operation = "postCaseStatus",
                  .takes = body_kind::json,
                  .counts = budget::write,
                  .serve = ask<cases::set_status>(sys, one, parse_post_status, status_result)});
  rows.push_back({.verb = method::post,
                  .pattern = "/cases/{case_id}/close",
                  .operation = "closeCase",
                  .takes = body_kind::json,
                  .counts = budget::write,
                  .serve = ask<cases::close_case>(sys, one, parse_close_case, close_result)});
  rows.push_back({.verb = method::post,
                  .pattern = "/cases/{case_id}/messages",
                  .operation = "addCaseMessage",
                  .takes = body_kind::json,
                  .counts = budget::write,
                  .serve = ask<cases::add_message>(sys, one, parse_add_message,
                                                   [](const cases::case_message& m, const request&) {
                                                     return json_response(201, message_json(m));
                                                   })});
  rows.push_back({.verb = method::get,
                  .pattern = "/cases/{case_id}/messages",
                  .operation = "listCaseMessages",
                  .serve = ask<cases::list_messages>(sys, all, parse_list_messages, message_page)});
  rows.push_back({.verb = method::post,
                  .pattern = "/cases/{case_id}/hypotheses",
                  .operation = "addHypothesis",
                  .takes = body_kind::json,
                  .counts = budget::write,
                  .serve = ask<cases::add_hypothesis>(sys, one, parse_add_hypothesis,
                                                      [](const cases::hypothesis_record& h, const request&) {
                                                        return json_response(201, hypothesis_json(h));
                                                      })});
  rows.push_back({.verb = method::get,
                  .pattern = "/cases/{case_id}/hypotheses",
                  .operation = "listHypotheses",
                  .serve = ask<cases::list_hypotheses>(sys, all, parse_case_id<cases::list_hypotheses>,
                                                       hypothesis_list)});
  rows.push_back(
      {.verb = method::put,
       .pattern = "/cases/{case_id}/hypotheses/{hypothesis_id}",
       .operation = "updateHypothesis",
       .takes = body_kind::json,
       .counts = budget::write,
       .serve = ask<cases::update_hypothesis>(sys, one, parse_update_hypothesis, hypothesis_result)});
  rows.push_back({.verb = method::post,
                  .pattern = "/cases/{case_id}/solutions",
                  .operation = "addSolution",
                  .takes = body_kind::json,
                  .counts = budget::write,
                  .serve = ask<cases::add_solution>(sys, one, parse_add_solution,
                                                    [](const cases::solution_record& s, const request&) {
                                                      return json_response(201, solution_json(s));
                                                    })});
  rows.push_back(
      {.verb = method::get,
       .pattern = "/cases/{case_id}/solutions",
       .operation = "listSolutions",
       .serve = ask<cases::list_solutions>(sys, all, parse_case_id<cases::list_solutions>, solution_list)});
  rows.push_back(health_row(sys, all, "/cases/health", "caseHealth", "cases", cases::list_cases{}));
  return rows;
}

}  // namespace fm::http

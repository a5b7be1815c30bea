#include "case_json.hpp"
#include "case_rows.hpp"
#include "case_v1_json.hpp"
#include "case_version.hpp"
#include "case_view_facts.hpp"
#include "fm/http/case_routes.hpp"
#include "overview_json.hpp"
#include "turn_form.hpp"

#include <fm/http/fields.hpp>
#include <fm/http/uploads.hpp>

namespace fm::http {

namespace {

constexpr micros upload_deadline = 300 * second;

response case_page(const cases::case_page& page, const request& r) {
  auto out = json_response(200, case_page_v1_json(page, r));
  add_page_headers(out, page, r);
  return out;
}

/// Renames the case when it finds a title; an empty one says that there is too little to name.
response renamed(const cases::title_suggestion& t, const request&) {
  json::value out;
  out.set("case_id", t.case_id).set("title", t.title);
  auto r = json_response(200, out);
  r.header("x-title-source", t.generated ? "generated" : "existing");
  return r;
}

parsed<cases::suggest_title> parse_rename(const exchange& x) {
  auto command = parse_suggest_title(x);
  if (auto* m = std::get_if<cases::suggest_title>(&command)) m->rename = true;
  return command;
}

/// The answer to what could not be uploaded, as on the routes of evidence.
response refuse_upload(const failure& why) {
  if (why.code != ec::invalid) return problem(why);
  return unprocessable({{"file_type", {"body", "file"}, why.text}});
}

}  // namespace

route_table case_v1_routes(actors::system& sys, const all_cases& all, const one_case& one,
                           const written_reports& reports) {
  using namespace cases;
  const std::string of_case = "/api/v1/cases/{case_id}";
  const auto post = method::post;
  route_table rows;
  rows.push_back(write_row(post, "/api/v1/cases", "createCaseV1",
                           ask<create_case>(sys, all, parse_create_case, created_case)));
  rows.push_back(
      read_row("/api/v1/cases", "listCasesV1", ask<list_cases>(sys, all, parse_list_cases, case_page)));
  rows.push_back(read_row(of_case + "/messages", "listCaseMessagesV1",
                          ask<list_messages>(sys, all, parse_list_messages, ok_for(message_page_v1_json))));
  rows.push_back(read_row(of_case + "/ui", "caseUiV1", show_case(sys, all, reports, case_view_v1_json)));
  rows.push_back(write_row(post, of_case + "/title", "suggestTitleV1",
                           ask<suggest_title>(sys, one, parse_rename, renamed)));
  auto item = ask<add_data>(sys, one, parse_add_data, ok(data_added_json));
  auto upload = ask<add_files>(
      sys, one, parse_data_form,
      [](const files_added& f, const request& r) { return json_response(201, upload_v1_json(f, r)); },
      refuse_upload);
  auto data = write_row(
      post, of_case + "/data", "addCaseDataV1",
      [item, upload](exchange x) {
        // A body that is no form is JSON, or nothing.
        if (x.request->form.empty() && !x.request->header("content-type").starts_with("multipart/"))
          item(std::move(x));
        else
          upload(std::move(x));
      },
      body_kind::json_or_form);
  data.deadline = upload_deadline;
  rows.push_back(std::move(data));
  return rows;
}

}  // namespace fm::http

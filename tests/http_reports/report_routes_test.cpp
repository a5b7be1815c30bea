// Reports over HTTP, in both dialects.
#include "stub_reports.hpp"

#include <boost/test/unit_test.hpp>

using fm::http::method;
using namespace stub;

namespace {

test::sent_request body(std::string text) { return {.body = std::move(text), .query = {}, .form = {}}; }
test::sent_request query(std::string name, std::string value) {
  return {.body = {}, .query = {{std::move(name), std::move(value)}}, .form = {}};
}
std::string header_of(const test::kept_answer& a, std::string_view name) {
  for (const auto& [key, value] : a.sent->headers)
    if (key == name) return value;
  return {};
}
std::string text_at(const json::value& v, const std::vector<std::string>& path) {
  const auto* at = &v;
  for (const auto& name : path)
    if (!(at = at->find(name))) return {};
  return at->as_string() ? *at->as_string() : json::write(*at);
}

const std::string of_case = "/cases/" + id_1;
const std::string in_reports = "/reports/case/" + id_1;

}  // namespace

BOOST_FIXTURE_TEST_SUITE(report_routes, world)

BOOST_AUTO_TEST_CASE(without_a_type_an_incident_report_is_written) {
  for (const auto* sent : {"{}", "", R"({"use_llm":false,"options":{"a":1}})"}) {
    auto a = call(method::post, of_case + "/reports", body(sent));
    BOOST_TEST(a->sent->status == 200);
    BOOST_TEST(seen->generate.types == std::vector<std::string>{"incident_report"},
               boost::test_tools::per_element());
  }
  BOOST_TEST(seen->generate.case_id == id_1);
}

BOOST_AUTO_TEST_CASE(what_was_written_is_listed_and_the_first_one_is_named) {
  auto a = call(method::post, of_case + "/reports", body(R"({"report_types":["runbook","post_mortem"]})"));
  const auto b = a->body();
  BOOST_TEST(text_at(b, {"case_id"}) == id_1);
  BOOST_TEST(text_at(b, {"report_id"}) == id_2);
  BOOST_TEST(text_at(b, {"status"}) == "completed");
  BOOST_REQUIRE(b.find("reports")->as_array()->size() == 2u);
  const auto& first = b.find("reports")->as_array()->front();
  for (const auto* name : {"id", "report_id", "case_id", "report_type", "title", "status", "version",
                           "is_current", "created_at", "generated_at", "generation_time_ms"})
    BOOST_TEST(first.find(name), name);
  BOOST_TEST(b.find("failed")->as_array()->empty());
}

BOOST_AUTO_TEST_CASE(what_could_not_be_written_is_named_with_its_reason) {
  seen->one_failed = true;
  const auto b =
      call(method::post, of_case + "/reports", body(R"({"report_types":["runbook","post_mortem"]})"))->body();
  BOOST_TEST(b.find("reports")->as_array()->size() == 1u);
  BOOST_REQUIRE(b.find("failed")->as_array()->size() == 1u);
  BOOST_TEST(text_at(b.find("failed")->as_array()->front(), {"report_type"}) == "runbook");
  BOOST_TEST(text_at(b.find("failed")->as_array()->front(), {"error"}) == "five versions");
}

BOOST_AUTO_TEST_CASE(odd_types_are_refused_by_name) {
  for (const auto* sent :
       {R"({"report_type":"novel"})", R"({"report_types":[]})", R"({"report_types":["runbook","runbook"]})",
        R"({"report_types":"runbook"})", R"({"report_types":[7]})", R"({"report_type":7})",
        R"({"use_llm":"yes"})", R"({"options":[]})", R"({"report_type":"closure_summary"})", "[]"}) {
    auto a = call(method::post, of_case + "/reports", body(sent));
    BOOST_TEST(a->sent->status == 422, sent);
  }
  auto a = call(method::post, of_case + "/reports", body(R"({"report_types":["novel"]})"));
  BOOST_TEST(a->sent->body.find("'incident_report', 'runbook' or 'post_mortem'") != std::string::npos,
             a->sent->body);
}

BOOST_AUTO_TEST_CASE(under_v1_the_words_of_both_generations_are_taken) {
  auto a = call(method::post, "/api/v1" + of_case + "/reports",
                body(R"({"report_types":["resolution_summary","closure_summary","runbook"]})"));
  BOOST_TEST(a->sent->status == 200);
  BOOST_TEST(seen->generate.types == (std::vector<std::string>{"incident_report", "post_mortem", "runbook"}),
             boost::test_tools::per_element());
  call(method::get, "/api/v1" + of_case + "/reports", query("report_type", "closure_summary"));
  BOOST_TEST(seen->listed.type == "post_mortem");
  BOOST_TEST(call(method::get, of_case + "/reports", query("report_type", "closure_summary"))->sent->status ==
             422);
}

BOOST_AUTO_TEST_CASE(one_report_is_written_by_its_type) {
  auto a =
      call(method::post, in_reports + "/generate", body(R"({"report_type":"post_mortem","use_llm":true})"));
  BOOST_TEST(a->sent->status == 200);
  BOOST_TEST(text_at(a->body(), {"report_type"}) == "post_mortem");
  BOOST_TEST(call(method::post, in_reports + "/generate", body("{}"))->sent->status == 422);
}

BOOST_AUTO_TEST_CASE(refusals_of_the_module_keep_their_status) {
  seen->says = fail(ec::invalid, "the case has 5 versions of its runbook");
  BOOST_TEST(
      call(method::post, in_reports + "/generate", body(R"({"report_type":"runbook"})"))->sent->status ==
      400);
  seen->says = fail(ec::not_found, "case not found");
  BOOST_TEST(call(method::get, in_reports)->sent->status == 404);
  seen->says = fail(ec::rate_limited, "4 wait");
  BOOST_TEST(call(method::post, of_case + "/reports", body("{}"))->sent->status == 429);
}

BOOST_AUTO_TEST_CASE(lists_are_wrapped_or_bare) {
  auto wrapped = call(method::get, of_case + "/reports", query("include_history", "true"));
  BOOST_TEST(seen->listed.with_history);
  BOOST_TEST(text_at(wrapped->body(), {"count"}) == "1");
  BOOST_TEST(text_at(wrapped->body(), {"case_id"}) == id_1);
  auto bare = call(method::get, in_reports, query("report_type", "runbook"));
  BOOST_TEST(seen->listed.type == "runbook");
  BOOST_TEST(!seen->listed.with_history);
  BOOST_REQUIRE(bare->body().as_array());
  BOOST_TEST(!bare->body().as_array()->front().find("content"));
  BOOST_TEST(call(method::get, in_reports, query("include_history", "maybe"))->sent->status == 422);
}

BOOST_AUTO_TEST_CASE(a_report_is_read_whole_and_deleted) {
  auto a = call(method::get, "/reports/" + id_2);
  BOOST_TEST(seen->got.report_id == id_2);
  BOOST_TEST(text_at(a->body(), {"content"}) == "# T");
  BOOST_TEST(text_at(a->body(), {"format"}) == "markdown");
  BOOST_TEST(text_at(a->body(), {"linked_to_closure"}) == "false");
  auto gone = call(method::del, "/reports/" + id_2);
  BOOST_TEST(seen->removed.report_id == id_2);
  BOOST_TEST(text_at(gone->body(), {"message"}).find("deleted") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(advice_has_all_that_clients_read) {
  for (const auto& path : {of_case + "/report-recommendations", in_reports + "/recommendations",
                           "/api/v1" + of_case + "/report-recommendations"}) {
    const auto b = call(method::get, path)->body();
    BOOST_TEST(b.find("available_for_generation")->as_array()->size() == 2u);
    BOOST_TEST(text_at(b, {"runbook_recommendation", "action"}) == "reuse");
    BOOST_TEST(text_at(b, {"runbook_recommendation", "similarity_score"}) == "0.9");
    BOOST_TEST(text_at(b, {"runbook_recommendation", "existing_runbook", "document_id"}) == id_2);
    BOOST_TEST(text_at(b, {"versions_remaining", "post_mortem"}) == "4");
    BOOST_TEST(text_at(b, {"versions_remaining", "runbook"}) == "5");
    BOOST_TEST(text_at(b.find("existing_reports")->as_array()->front(), {"type"}) == "post_mortem");
  }
  seen->knows_runbook = false;
  BOOST_TEST(text_at(call(method::get, of_case + "/report-recommendations")->body(),
                     {"runbook_recommendation", "existing_runbook"}) == "null");
}

BOOST_AUTO_TEST_CASE(a_download_is_an_attachment_with_a_safe_name) {
  const auto path = of_case + "/reports/" + id_2 + "/download";
  auto a = call(method::get, path);
  BOOST_TEST(a->sent->status == 200);
  BOOST_TEST(a->sent->content_type == "text/markdown; charset=utf-8");
  BOOST_TEST(a->sent->body == "# T");
  BOOST_TEST(header_of(*a, "Content-Disposition") ==
             "attachment; filename=\"Ausf__lle-v3.md\"; filename*=UTF-8''Ausf%C3%A4lle-v3.md");
  BOOST_TEST(header_of(*a, "ETag") == "\"tag\"");
  BOOST_TEST(seen->download.case_id == id_1);
  auto pdf = call(method::get, in_reports + "/download/" + id_2, query("format", "pdf"));
  BOOST_TEST(seen->download.format == "pdf");
  BOOST_TEST(pdf->sent->content_type == "application/pdf");
  auto other = call(method::get, path, query("format", "docx"));
  BOOST_TEST(other->sent->status == 400);
  BOOST_TEST(text_at(other->body(), {"detail"}) == "format can be markdown or pdf");
}

BOOST_AUTO_TEST_CASE(a_client_that_takes_json_alone_gets_a_link) {
  const auto path = of_case + "/reports/" + id_2 + "/download";
  test::sent_request json_only;
  json_only.headers["accept"] = "application/json";
  auto a = call(method::get, path, json_only);
  BOOST_TEST(text_at(a->body(), {"download_url"}) == path + "?format=markdown");
  json_only.query = {{"format", "pdf"}};
  BOOST_TEST(text_at(call(method::get, "/api/v1" + in_reports + "/download/" + id_2, json_only)->body(),
                     {"download_url"}) == "/api/v1" + path + "?format=pdf");
  test::sent_request any;
  any.headers["accept"] = "application/json, text/plain, */*";
  BOOST_TEST(call(method::get, path, any)->sent->body == "# T");
}

BOOST_AUTO_TEST_CASE(links_need_ids) {
  auto a = call(method::post, in_reports + "/link-closure", body(R"({"report_ids":[")" + id_2 + R"("]})"));
  BOOST_TEST(text_at(a->body(), {"linked_count"}) == "1");
  BOOST_TEST(seen->link.report_ids.size() == 1u);
  for (const auto* sent : {"{}", R"({"report_ids":[]})", R"({"report_ids":"x"})", R"({"report_ids":[1]})",
                           R"({"report_ids":null})"})
    BOOST_TEST(call(method::post, in_reports + "/link-closure", body(sent))->sent->status == 422, sent);
  BOOST_TEST(
      call(method::post, in_reports + "/link-closure", body(R"({"report_ids":["odd"]})"))->sent->status ==
      404);
}

BOOST_AUTO_TEST_CASE(an_odd_id_names_nothing) {
  for (const auto& [verb, path] :
       std::vector<std::pair<method, std::string>>{{method::get, "/cases/odd/reports"},
                                                   {method::get, "/cases/odd/report-recommendations"},
                                                   {method::post, "/cases/odd/reports"},
                                                   {method::get, of_case + "/reports/odd/download"},
                                                   {method::get, "/cases/odd/reports/" + id_2 + "/download"},
                                                   {method::get, "/reports/odd"},
                                                   {method::del, "/reports/odd"}}) {
    auto a = call(verb, path, body("{}"));
    BOOST_TEST(a->sent->status == 404, path);
    BOOST_TEST(text_at(a->body(), {"detail"}).find("not found") != std::string::npos);
  }
  BOOST_TEST(
      call(method::post, "/reports/case/odd/link-closure", body(R"({"report_ids":[")" + id_2 + R"("]})"))
          ->sent->status == 404);
}

BOOST_AUTO_TEST_SUITE_END()

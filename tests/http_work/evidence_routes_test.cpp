// Evidence over HTTP: commands out of requests, JSON out of answers.
#include "stub_work.hpp"

#include <boost/test/unit_test.hpp>

using fm::http::method;
using namespace stub;

BOOST_FIXTURE_TEST_SUITE(evidence_routes, world)

BOOST_AUTO_TEST_CASE(an_upload_takes_every_field_and_names_its_job) {
  for (std::string path : {"/evidence/upload", "/evidence"}) {
    auto a = call(
        method::post, path,
        form({file_part("C:\\logs\\app.log"), text_part("case_id", id_2), text_part("evidence_type", "log"),
              text_part("description", "d"), text_part("tags", "a, b ,,c")}));
    BOOST_TEST(a->sent->status == 201);
    BOOST_TEST(seen->upload.case_id == id_2);
    BOOST_TEST(seen->upload.spool == "/tmp/spool-1");
    BOOST_TEST(seen->upload.original_filename == "app.log");
    BOOST_TEST(seen->upload.content_type == "text/plain");
    BOOST_TEST(seen->upload.tags == (std::vector<std::string>{"a", "b", "c"}),
               boost::test_tools::per_element());
    BOOST_TEST(header_of(*a, "Location") == "/jobs/" + id_2);
    auto body = a->body();
    for (const auto* key :
         {"id", "case_id", "uploaded_by", "filename", "original_filename", "file_type", "file_size",
          "evidence_type", "description", "tags", "uploaded_at", "job_id", "duplicate_of"})
      BOOST_TEST(body.find(key), key);
    BOOST_TEST(text_at(body, {"uploaded_at"}) == "1970-01-01T00:00:01.000000Z");
  }
}

BOOST_AUTO_TEST_CASE(what_is_wrong_with_an_upload_is_said_and_nothing_is_asked) {
  for (auto parts : {std::vector{text_part("case_id", id_2)},                             // no file
                     std::vector{text_part("file", "text"), text_part("case_id", id_2)},  // no file either
                     std::vector{file_part("..\\"), text_part("case_id", id_2)},          // no name
                     std::vector{file_part(std::string(300, 'n')), text_part("case_id", id_2)},
                     std::vector{file_part()},  // no case
                     std::vector{file_part(), text_part("case_id", id_2), text_part("evidence_type", "odd")},
                     std::vector{file_part(), text_part("case_id", id_2),
                                 text_part("description", std::string(501, 'd'))}}) {
    auto a = call(method::post, "/evidence/upload", form(parts));
    BOOST_TEST(a->sent->status == 422);
    BOOST_TEST(!a->body().find("detail")->as_array()->empty());
  }
  BOOST_TEST(
      call(method::post, "/evidence", form({file_part(), text_part("case_id", "odd")}))->sent->status == 404);
  BOOST_TEST(seen->asked == 0);
}

BOOST_AUTO_TEST_CASE(a_refused_type_is_422_and_other_failures_keep_their_status) {
  seen->says = fail(ec::invalid, "executable files are not taken");
  auto a = call(method::post, "/evidence", form({file_part(), text_part("case_id", id_2)}));
  BOOST_TEST(a->sent->status == 422);
  BOOST_TEST(a->sent->body.find("executable files are not taken") != std::string::npos);
  for (auto [code, status] : {std::pair{ec::conflict, 409}, std::pair{ec::not_found, 404},
                              std::pair{ec::busy, 503}, std::pair{ec::storage_full, 507}}) {
    seen->says = fail(code, "so");
    BOOST_TEST(
        call(method::post, "/evidence", form({file_part(), text_part("case_id", id_2)}))->sent->status ==
        status);
  }
}

BOOST_AUTO_TEST_CASE(the_case_route_takes_any_type_and_its_default_is_log) {
  auto path = "/cases/" + id_2 + "/evidence";
  call(method::post, path, form({file_part()}));
  BOOST_TEST(seen->upload.evidence_type == "log");
  BOOST_TEST(seen->upload.case_id == id_2);
  call(method::post, path, form({file_part(), text_part("evidence_type", "odd")}));
  BOOST_TEST(seen->upload.evidence_type == "other");
  call(method::post, "/evidence", form({file_part(), text_part("case_id", id_2)}));
  BOOST_TEST(seen->upload.evidence_type == "other");
  BOOST_TEST(call(method::post, "/cases/odd/evidence", form({file_part()}))->sent->status == 404);
  BOOST_TEST(call(method::post, "/cases/odd/evidence", form({}))->sent->status ==
             422);  // the shape comes first
}

BOOST_AUTO_TEST_CASE(lists_are_bounded_and_of_a_case_where_one_is_named) {
  auto a = call(method::get, "/evidence", query({{"limit", "5"}, {"offset", "2"}, {"case_id", id_2}}));
  BOOST_TEST(seen->listed.limit == 5u);
  BOOST_TEST(seen->listed.offset == 2u);
  BOOST_TEST(seen->listed.case_id == id_2);
  BOOST_TEST(text_at(a->body(), {"total"}) == "7");
  BOOST_TEST(text_at(a->body(), {"limit"}) == "5");
  BOOST_TEST(text_at(a->body(), {"offset"}) == "2");
  BOOST_TEST(a->body().find("evidence")->as_array()->size() == 1u);
  call(method::get, "/evidence/case/" + id_2);
  BOOST_TEST(seen->listed.case_id == id_2);
  BOOST_TEST(seen->listed.limit == 50u);
  for (auto [key, value] : {std::pair{"limit", "0"}, std::pair{"limit", "201"}, std::pair{"offset", "-1"},
                            std::pair{"limit", "x"}})
    BOOST_TEST(call(method::get, "/evidence", query({{key, value}}))->sent->status == 422);
  BOOST_TEST(call(method::get, "/evidence", query({{"case_id", "odd"}}))->sent->status == 404);
  BOOST_TEST(call(method::get, "/evidence/case/odd")->sent->status == 404);
  BOOST_TEST(call(method::get, "/evidence/case/odd", query({{"limit", "0"}}))->sent->status == 422);
}

BOOST_AUTO_TEST_CASE(one_evidence_is_read_and_deleted) {
  BOOST_TEST(call(method::get, "/evidence/" + id_1)->sent->status == 200);
  BOOST_TEST(seen->got.evidence_id == id_1);
  auto gone = call(method::del, "/evidence/" + id_1);
  BOOST_TEST(gone->sent->status == 204);
  BOOST_TEST(gone->sent->body.empty());
  for (auto verb : {method::get, method::del}) {
    auto a = call(verb, "/evidence/odd");
    BOOST_TEST(a->sent->status == 404);
    BOOST_TEST(text_at(a->body(), {"detail"}).find("not found") != std::string::npos);
  }
  auto of_case = call(method::get, "/cases/" + id_2 + "/evidence/" + id_1);
  BOOST_TEST(seen->got.case_id == id_2);
  BOOST_TEST(text_at(of_case->body(), {"evidence", "id"}) == id_1);
  BOOST_TEST(text_at(of_case->body(), {"evidence_id"}) == id_1);
  BOOST_TEST(call(method::get, "/cases/odd/evidence/" + id_1)->sent->status == 404);
  BOOST_TEST(call(method::get, "/cases/" + id_2 + "/evidence/odd")->sent->status == 404);
}

BOOST_AUTO_TEST_CASE(a_download_is_an_attachment_that_no_page_can_run) {
  auto a = call(method::get, "/evidence/" + id_1 + "/download");
  BOOST_TEST(a->sent->status == 200);
  BOOST_TEST(a->sent->file == "/srv/files/evidence/k");
  BOOST_TEST(a->sent->content_type == "text/plain");
  BOOST_TEST(header_of(*a, "Content-Disposition") ==
             "attachment; filename=\"a _b_.log\"; filename*=UTF-8''a%20%22b%22.log");
  table.clear();
  where.clear();
  fill();
  BOOST_TEST(call(method::get, "/evidence/" + id_1 + "/download")->sent->status == 503);
}

BOOST_AUTO_TEST_CASE(a_link_needs_a_case) {
  auto path = "/evidence/" + id_1 + "/link";
  auto a = call(method::post, path, json_body(R"({"case_id":")" + id_2 + R"(","description":"moved"})"));
  BOOST_TEST(a->sent->status == 200);
  BOOST_TEST(seen->link.case_id == id_2);
  BOOST_TEST(seen->link.has_description);
  for (const auto* key : {"evidence_id", "case_id", "message"}) BOOST_TEST(a->body().find(key), key);
  call(method::post, path, json_body(R"({"case_id":")" + id_2 + R"(","description":null})"));
  BOOST_TEST(!seen->link.has_description);
  BOOST_TEST(call(method::post, path, json_body("{}"))->sent->status == 400);
  BOOST_TEST(call(method::post, path, json_body(R"({"case_id":1})"))->sent->status == 422);
  BOOST_TEST(call(method::post, path, json_body("{"))->sent->status == 422);
  BOOST_TEST(call(method::post, path, json_body(R"({"case_id":"odd"})"))->sent->status == 404);
  BOOST_TEST(
      call(method::post, "/evidence/odd/link", json_body(R"({"case_id":")" + id_2 + R"("})"))->sent->status ==
      404);
}

BOOST_AUTO_TEST_CASE(the_files_of_a_case_say_what_was_found_in_them) {
  auto list = call(method::get, "/cases/" + id_2 + "/uploaded-files");
  BOOST_TEST(text_at(list->body(), {"case_id"}) == id_2);
  BOOST_TEST(text_at(list->body(), {"count"}) == "7");
  auto file = list->body().find("files")->as_array()->at(0);
  for (const auto* key : {"file_id", "filename", "content_type", "size_bytes", "upload_timestamp", "status"})
    BOOST_TEST(file.find(key), key);
  auto one = call(method::get, "/cases/" + id_2 + "/uploaded-files/" + id_1);
  BOOST_TEST(seen->details.case_id == id_2);
  BOOST_TEST(text_at(one->body(), {"file", "kind"}) == "log");
  auto derived = one->body().find("file")->find("derived_evidence")->as_array()->at(0);
  BOOST_TEST(text_at(derived, {"rule"}) == "disk_full");
  BOOST_TEST(text_at(derived, {"role"}) == "cause");
  BOOST_TEST(text_at(derived, {"lines"}) == "[[3,5]]");
  BOOST_TEST(text_at(derived, {"slots", "path"}) == "/var");
  BOOST_TEST(call(method::get, "/cases/odd/uploaded-files")->sent->status == 404);
}

BOOST_AUTO_TEST_CASE(health_is_open_and_tells_when_the_module_cannot_answer) {
  BOOST_TEST(text_at(call(method::get, "/evidence/health")->body(), {"status"}) == "healthy");
  BOOST_TEST(text_at(call(method::get, "/evidence/health")->body(), {"service"}) == "evidence");
  seen->says = fail(ec::unavailable, "so");
  auto a = call(method::get, "/evidence/health");
  BOOST_TEST(a->sent->status == 200);
  BOOST_TEST(text_at(a->body(), {"status"}) == "unhealthy");
  for (const auto& row : table)
    BOOST_TEST((row.needs == http::access::open) ==
               (row.pattern.ends_with("/health") || row.pattern.ends_with("/knowledge")));
}

BOOST_AUTO_TEST_CASE(a_list_has_filters_and_goes_on_behind_its_last_evidence) {
  auto a = call(method::get, "/evidence",
                query({{"evidence_type", "log"}, {"status", "failed"}, {"cursor", id_2}, {"case_id", id_1}}));
  BOOST_TEST(seen->listed.evidence_type == "log");
  BOOST_TEST(seen->listed.status == "failed");
  BOOST_TEST(seen->listed.before == id_2);
  BOOST_TEST(text_at(a->body(), {"next_cursor"}) == id_1);
  for (auto [key, value] :
       {std::pair{"evidence_type", "odd"}, std::pair{"status", "odd"}, std::pair{"cursor", "odd"}})
    BOOST_TEST(call(method::get, "/evidence", query({{key, value}}))->sent->status == 422);
}

BOOST_AUTO_TEST_CASE(a_file_tells_what_was_derived_and_which_hypotheses_rest_on_it) {
  auto root = call(method::get, "/cases/" + id_2 + "/uploaded-files/" + id_1)->body();
  auto fact = root.find("file")->find("derived_evidence")->as_array()->at(0);
  BOOST_TEST(text_at(fact, {"evidence_id"}) == id_1 + "_1");
  BOOST_TEST(text_at(fact, {"category"}) == "causal_evidence");
  BOOST_TEST(text_at(fact, {"lines"}) == "[[3,5]]");
  BOOST_TEST(text_at(fact, {"related_hypothesis_ids"}) == "[\"h1\"]");
  auto h = root.find("file")->find("hypotheses")->as_array()->at(0);
  BOOST_TEST(text_at(h, {"title"}) == "The disk is full");
  auto flat = call(method::get, "/api/v1/cases/" + id_2 + "/uploaded-files/" + id_1)->body();
  for (const auto* key :
       {"file_id", "case_id", "filename", "size_bytes", "uploaded_at_turn", "summary", "evidence_count"})
    BOOST_TEST(flat.find(key), key);
  auto derived = flat.find("derived_evidence")->as_array()->at(0);
  BOOST_TEST(text_at(derived, {"category"}) == "symptoms");
  BOOST_TEST(text_at(derived, {"summary"}) == "No space left");
  BOOST_TEST(text_at(derived, {"related_hypothesis_ids"}) == "[\"h1\"]");
}

BOOST_AUTO_TEST_CASE(a_download_can_go_on_and_is_known_by_its_content) {
  auto a = call(method::get, "/evidence/" + id_1 + "/download");
  BOOST_TEST(header_of(*a, "ETag") == "\"5a\"");
  BOOST_TEST(header_of(*a, "Content-Disposition").starts_with("attachment; "));
}

BOOST_AUTO_TEST_SUITE_END()

// Cases as the clients below /api/v1 read and write them.
#include "stub_cases.hpp"

#include <boost/test/unit_test.hpp>

using fm::http::method;
using fm::test::sent_request;
using stub::header, stub::json;

namespace {

const std::string cases = "/api/v1/cases";
const std::string path = cases + "/" + stub::example().id;

void has_case_fields(const fm::json::value& c) {
  for (const auto* key :
       {"case_id", "id", "title", "status", "state", "owner_id", "user_id", "organization_id",
        "message_count", "current_turn", "closure_reason", "description", "priority", "created_at",
        "updated_at", "resolved_at", "closed_at", "tags", "category"})
    BOOST_TEST(c.find(key), key);
  BOOST_TEST(*c.find("status")->as_string() == "consulting");
  BOOST_TEST(*c.find("state")->as_string() == "inquiry");
}

}  // namespace

BOOST_FIXTURE_TEST_SUITE(cases_v1, stub::world)

BOOST_AUTO_TEST_CASE(a_new_case_needs_no_field_and_null_is_absent) {
  auto answer =
      call(method::post, cases,
           json(R"({"title":null,"priority":"low","metadata":{"created_via":"browser_extension"}})"));
  BOOST_TEST(answer->sent->status == 201);
  BOOST_TEST(seen->created.title.empty());
  BOOST_TEST(seen->created.priority == "low");
  BOOST_TEST(seen->created.metadata == R"({"created_via":"browser_extension"})");
  has_case_fields(answer->body());
  BOOST_TEST(call(method::post, cases)->sent->status == 201);
  BOOST_TEST(seen->created.priority == "medium");
  BOOST_TEST(call(method::post, cases, json(R"({"title":5})"))->sent->status == 422);
  BOOST_TEST(call(method::post, "/cases", json("{}"))->sent->status == 422);  // the root asks for more
}

BOOST_AUTO_TEST_CASE(a_list_is_an_object_with_its_page) {
  auto answer =
      call(method::get, cases,
           {.body = {}, .query = {{"limit", "100"}, {"offset", "2"}, {"state", "inquiry"}}, .form = {}});
  auto body = answer->body();
  has_case_fields(body.find("cases")->as_array()->at(0));
  std::int64_t n = 0;
  BOOST_TEST((body.find("total_count")->integer(n) && n == 7));
  BOOST_TEST((body.find("limit")->integer(n) && n == 100));
  BOOST_TEST((body.find("offset")->integer(n) && n == 2));
  BOOST_TEST(*body.find("has_more")->as_bool());
  BOOST_TEST(seen->listed.status == "consulting");
}

BOOST_AUTO_TEST_CASE(a_case_alone_has_the_same_fields_and_is_renamed_by_put) {
  has_case_fields(call(method::get, path)->body());
  has_case_fields(call(method::put, path, json(R"({"title":"New","description":null})"))->body());
  BOOST_TEST(seen->updated.title.text == "New");
  BOOST_TEST(!seen->updated.description.given);
  has_case_fields(call(method::post, cases + "/search", json("{}"))->body().as_array()->at(0));
  BOOST_TEST(call(method::del, path)->sent->status == 204);
}

BOOST_AUTO_TEST_CASE(messages_come_as_an_object_with_what_is_left) {
  auto answer = call(method::get, path + "/messages");
  BOOST_TEST(seen->messages.limit == 200u);
  auto body = answer->body();
  const auto& m = body.find("messages")->as_array()->at(0);
  for (const auto* key : {"message_id", "id", "role", "content", "created_at", "turn_number", "metadata"})
    BOOST_TEST(m.find(key), key);
  BOOST_TEST(m.find("metadata")->find("a"));
  for (const auto* key : {"total_count", "retrieved_count", "has_more"}) BOOST_TEST(body.find(key), key);
  BOOST_TEST(!*body.find("has_more")->as_bool());
  BOOST_TEST(!body.find("debug_info"));
  auto debug =
      call(method::get, path + "/messages", {.body = {}, .query = {{"include_debug", "true"}}, .form = {}});
  BOOST_TEST(debug->body().find("debug_info")->find("storage_errors"));
}

BOOST_AUTO_TEST_CASE(a_title_renames_the_case_and_says_its_source) {
  seen->suggestion = {stub::example().id, "The pool is too small", true};
  auto answer = call(method::post, path + "/title", json(R"({"max_words":8})"));
  BOOST_TEST(seen->title.rename);
  BOOST_TEST(*answer->body().find("title")->as_string() == "The pool is too small");
  BOOST_TEST(header(*answer, "x-title-source") == "generated");
  seen->suggestion.generated = false;
  BOOST_TEST(header(*call(method::post, path + "/title"), "x-title-source") == "existing");
}

BOOST_AUTO_TEST_CASE(data_is_an_upload_or_an_item_by_its_content_type) {
  sent_request upload;
  upload.content_type = "multipart/form-data; boundary=x";
  upload.form = {{.name = "session_id", .value = "s", .file_name = {}, .content_type = {}, .spool = {}},
                 {.name = "file",
                  .value = {},
                  .is_file = true,
                  .file_name = "app.log",
                  .content_type = "text/plain",
                  .spool = "/spool/1"},
                 {.name = "source_metadata",
                  .value = R"({"source_type":"page_capture","source_url":"https://x"})",
                  .file_name = {},
                  .content_type = {},
                  .spool = {}}};
  auto answer = call(method::post, path + "/data", upload);
  BOOST_TEST(answer->sent->status == 201);
  BOOST_TEST(seen->files.files.at(0).spool == "/spool/1");
  BOOST_TEST(seen->files.files.at(0).description == "from https://x");
  auto body = answer->body();
  for (const auto* key : {"file_name", "filename", "file_size", "uploaded_at", "data_type", "classification"})
    BOOST_TEST(body.find(key), key);
  BOOST_TEST(body.find("agent_response")->find("content"));
  BOOST_TEST(*body.find("agent_response")->find("response_type")->as_string() == "ANSWER");
  upload.form.erase(upload.form.begin() + 1);
  BOOST_TEST(call(method::post, path + "/data", upload)->sent->status == 422);
  BOOST_TEST(call(method::post, path + "/data", json(R"({"a":1})"))->sent->status == 200);
  BOOST_TEST(seen->data.value == R"({"a":1})");
  seen->failure = fm::fail(fm::ec::invalid, "executable files are not taken");
  upload.form[0] = {
      .name = "file", .value = {}, .is_file = true, .file_name = "a.exe", .content_type = {}, .spool = "/s"};
  BOOST_TEST(call(method::post, path + "/data", upload)->sent->status == 422);
}

BOOST_AUTO_TEST_SUITE_END()

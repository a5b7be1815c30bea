// Turns as the clients below /api/v1 send and read them.
#include "stub_cases.hpp"

#include <boost/test/unit_test.hpp>

using fm::http::form_part;
using fm::http::method;
using fm::test::sent_request;
using stub::json;

namespace {

const std::string path = "/api/v1/cases/" + stub::example().id;

form_part field(std::string name, std::string value) {
  form_part p;
  p.name = std::move(name);
  p.value = std::move(value);
  return p;
}
form_part file(std::string name, std::string file_name, std::string spool) {
  form_part p;
  p.name = std::move(name);
  p.is_file = true;
  p.file_name = std::move(file_name);
  p.spool = std::move(spool);
  return p;
}
sent_request form(std::vector<form_part> parts) {
  return {
      .body = {}, .query = {}, .form = std::move(parts), .content_type = "multipart/form-data; boundary=x"};
}

}  // namespace

BOOST_FIXTURE_TEST_SUITE(turns_v1, stub::world)

BOOST_AUTO_TEST_CASE(a_query_is_answered_in_the_shape_of_a_turn) {
  auto answer = call(method::post, path + "/queries", json(R"({"message":"why?","attachments":[]})"));
  BOOST_TEST(answer->sent->status == 200);
  BOOST_TEST(seen->turn.message == "why?");
  BOOST_TEST(*answer->body().find("agent_response")->as_string() == "because");
  BOOST_TEST(call(method::post, path + "/queries", json("{}"))->sent->status == 400);
}

BOOST_AUTO_TEST_CASE(a_turn_takes_words_files_and_what_was_pasted) {
  auto pasted = file("pasted_content", "", "/spool/3");
  auto answer = call(
      method::post, path + "/turns",
      form({field("query", "why?"), field("input_type", "page_capture"), field("source_url", "https://x/y"),
            field("observed_at", "2026-03-15T10:00:00Z"), file("files", "page.html", "/spool/1"), pasted}));
  BOOST_TEST(answer->sent->status == 200);
  const auto& m = seen->turn;
  BOOST_TEST(m.message == "why?");
  BOOST_TEST_REQUIRE(m.files.size() == 2u);
  BOOST_TEST(m.files[0].name == "page.html");
  BOOST_TEST(m.files[0].evidence_type == "document");
  BOOST_TEST(m.files[0].description == "from https://x/y, observed at 2026-03-15T10:00:00Z");
  BOOST_TEST(m.files[1].spool == "/spool/3");
  BOOST_TEST(m.files[1].name.ends_with(".txt"));
  BOOST_TEST(m.files[0].came_as == "page_capture");
  BOOST_TEST(m.files[1].came_as == "paste");
}

BOOST_AUTO_TEST_CASE(a_turn_without_anything_is_refused_and_says_what_is_needed) {
  for (auto parts : {std::vector<form_part>{}, {field("query", " ")}, {field("input_type", "file")}}) {
    auto answer = call(method::post, path + "/turns", form(std::move(parts)));
    BOOST_TEST(answer->sent->status == 422);
  }
  BOOST_TEST(call(method::post, path + "/turns", form({field("query", "x"), field("input_type", "odd")}))
                 ->sent->status == 422);
  BOOST_TEST(call(method::post, path + "/turns", form({field("query", "x"), field("observed_at", "noon")}))
                 ->sent->status == 422);
  BOOST_TEST(call(method::post, path + "/turns", form({file("files", "", "/spool/1")}))->sent->status == 422);
}

BOOST_AUTO_TEST_CASE(intents_become_what_they_say) {
  auto send = [this](std::string kind, std::string data) {
    return call(method::post, path + "/turns",
                form({field("intent_type", std::move(kind)), field("intent_data", std::move(data))}))
        ->sent->status;
  };
  BOOST_TEST(send("status_transition",
                  R"({"from_state":"inquiry","to_state":"investigating","user_confirmed":true})") == 200);
  BOOST_TEST(seen->turn.intent.from == "inquiry");
  BOOST_TEST(seen->turn.intent.to == "investigating");
  BOOST_TEST(seen->turn.intent.confirmed);
  BOOST_TEST(!seen->turn.message.empty());
  BOOST_TEST(send("confirmation", R"({"confirmation_value":false})") == 200);
  BOOST_TEST(!seen->turn.intent.confirmed);
  BOOST_TEST(seen->turn.message == "No");
  BOOST_TEST(send("hypothesis_action", R"({"hypothesis_id":"h1","action":"refute"})") == 200);
  BOOST_TEST(seen->turn.intent.action == "refute");
  BOOST_TEST(send("status_transition", "{}") == 422);
  BOOST_TEST(send("status_transition", R"({"to_state":"odd"})") == 422);
  BOOST_TEST(send("confirmation", "") == 422);
  BOOST_TEST(send("hypothesis_action", R"({"hypothesis_id":"h1","action":"praise"})") == 422);
  BOOST_TEST(send("confirmation", "{") == 422);
  BOOST_TEST(send("odd", "{}") == 422);
}

BOOST_AUTO_TEST_CASE(an_urlencoded_turn_is_read_in_the_same_way_and_pasted_text_may_be_long) {
  auto what = form({field("query", "why?")});
  what.content_type = "application/x-www-form-urlencoded";
  BOOST_TEST(call(method::post, path + "/turns", what)->sent->status == 200);
  for (const auto& row : table)
    if (row.operation == "submitTurnV1") {
      BOOST_TEST((row.takes == fm::http::body_kind::form));
      BOOST_TEST((row.spooled_fields == std::vector<std::string>{"pasted_content"}));
    }
}

BOOST_AUTO_TEST_CASE(a_turn_that_takes_long_is_a_job_to_poll) {
  seen->submitted.job_id = "018f0000-0000-7000-8000-00000000000b";
  for (const auto& answer : {call(method::post, path + "/queries", json(R"({"message":"why?"})")),
                             call(method::post, path + "/turns", form({field("query", "why?")}))}) {
    BOOST_TEST(answer->sent->status == 202);
    BOOST_TEST(stub::header(*answer, "Location") == "/jobs/" + seen->submitted.job_id);
    BOOST_TEST(*answer->body().find("status")->as_string() == "processing");
  }
}

BOOST_AUTO_TEST_SUITE_END()

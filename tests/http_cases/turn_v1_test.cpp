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
  auto body = answer->body();
  for (const auto* key :
       {"agent_response", "turn_number", "milestones_completed", "case_status", "case_state", "progress_made",
        "is_stuck", "attachments_processed", "suggested_actions", "content", "response_type",
        "cause_assurance", "cause_overclaim"})
    BOOST_TEST(body.find(key), key);
  BOOST_TEST(*body.find("response_type")->as_string() == "ANSWER");
  BOOST_TEST(call(method::post, path + "/queries", json("{}"))->sent->status == 400);
}

BOOST_AUTO_TEST_CASE(a_turn_takes_words_files_and_what_was_pasted) {
  auto pasted = file("pasted_content", "", "/spool/3");
  seen->answer.attachments = {stub::example_file(), stub::example_file()};
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
  const auto body = answer->body();
  const auto& processed = *body.find("attachments_processed")->as_array();
  BOOST_TEST(*processed.at(0).find("upload_source")->as_string() == "page_capture");
  BOOST_TEST(*processed.at(1).find("upload_source")->as_string() == "paste");
  for (const auto* key :
       {"file_id", "filename", "file_size", "source_type", "processing_status", "uploaded_at"})
    BOOST_TEST(processed.at(0).find(key), key);
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

BOOST_AUTO_TEST_CASE(a_statement_that_waits_is_offered_as_a_decision) {
  seen->answer.proposed_statement = "orders fail";
  auto body = call(method::post, path + "/queries", json(R"({"message":"why?"})"))->body();
  const auto& actions = *body.find("suggested_actions")->as_array();
  BOOST_TEST(*actions.at(0).find("type")->as_string() == "DECIDE");
  BOOST_TEST(*actions.at(0).find("intent")->find("confirmation_value")->as_bool());
  BOOST_TEST(*actions.at(1).find("intent")->find("to_state")->as_string() == "investigating");
}

BOOST_AUTO_TEST_SUITE_END()

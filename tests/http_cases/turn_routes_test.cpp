// Turns over HTTP: chat whole and streamed, queries.
#include "stub_cases.hpp"

#include <boost/test/unit_test.hpp>

using fm::http::method;
using stub::json;

namespace {

const std::string chat = "/agent/chat/" + stub::example().id;
const std::string queries = "/cases/" + stub::example().id + "/queries";

std::string told(const fm::test::kept_answer& a) {
  std::string all;
  for (const auto& piece : a.pieces) all += piece;
  return all;
}

}  // namespace

BOOST_FIXTURE_TEST_SUITE(turn_routes, stub::world)

BOOST_AUTO_TEST_CASE(a_chat_message_is_a_turn_and_its_answer_has_every_field) {
  auto answer = call(method::post, chat, json(R"({"message":"why?","use_rag":false})"));
  BOOST_TEST(answer->sent->status == 200);
  BOOST_TEST(seen->turn.message == "why?");
  BOOST_TEST(!seen->turn.with_runbooks);
  auto body = answer->body();
  for (const auto* key :
       {"response", "message_id", "case_id", "response_type", "confidence", "suggested_actions", "commands",
        "evidence_requests", "phase", "case_status", "turn_number", "milestones_completed", "progress_made",
        "status_transitioned", "outcome", "sources", "metadata"})
    BOOST_TEST(body.find(key), key);
  const auto& source = body.find("sources")->as_array()->at(0);
  BOOST_TEST(*source.find("id")->as_string() == "d1_chunk_0");
  BOOST_TEST(*source.find("filename")->as_string() == "pools.md");
}

BOOST_AUTO_TEST_CASE(a_streamed_answer_comes_in_pieces_that_are_the_text) {
  auto answer = call(method::post, chat, json(R"({"message":"why?","stream":true})"));
  BOOST_TEST(answer->sent->content_type.starts_with("text/plain"));
  BOOST_TEST((answer->pieces == std::vector<std::string>{"First.\n\n", "Second."}));
  BOOST_TEST(answer->closed);
}

BOOST_AUTO_TEST_CASE(a_failed_turn_is_an_error_even_when_it_was_to_be_streamed) {
  seen->failure = fm::fail(fm::ec::rate_limited, "4 questions of this case wait already", 5);
  auto answer = call(method::post, chat, json(R"({"message":"why?","stream":true})"));
  BOOST_TEST(answer->sent->status == 429);
  bool retry = false;
  for (const auto& [name, value] : answer->sent->headers) retry |= name == "Retry-After" && value == "5";
  BOOST_TEST(retry);
}

BOOST_AUTO_TEST_CASE(a_question_is_given_as_message_or_query_and_an_empty_one_is_400) {
  auto answer = call(method::post, queries, json(R"({"query":"why?","context":{}})"));
  BOOST_TEST(seen->turn.message == "why?");
  auto body = answer->body();
  BOOST_TEST(*body.find("query_id")->as_string() == "q1");
  BOOST_TEST(*body.find("status")->as_string() == "answered");
  BOOST_TEST(body.find("response")->find("response"));
  for (const auto* empty : {"{}", R"({"message":""})", R"({"query":"  "})"})
    BOOST_TEST(call(method::post, queries, json(empty))->sent->status == 400);
  BOOST_TEST(call(method::post, queries, json(R"({"message":1})"))->sent->status == 422);
}

BOOST_AUTO_TEST_CASE(wrong_chat_messages_are_422_and_wrong_ids_404) {
  for (const auto* bad : {"{}", R"({"message":""})", R"({"message":"x","stream":1})"})
    BOOST_TEST(call(method::post, chat, json(bad))->sent->status == 422);
  BOOST_TEST(call(method::post, "/agent/chat/odd", json(R"({"message":"x"})"))->sent->status == 404);
}

BOOST_AUTO_TEST_CASE(a_client_that_rather_polls_gets_the_job_of_its_question) {
  seen->submitted.job_id = "018f0000-0000-7000-8000-00000000000b";
  for (const auto& path : {chat, queries}) {
    auto sent = json(R"({"message":"why?"})");
    sent.headers.emplace("prefer", "respond-async, wait=5");
    seen->as_job = false;
    auto answer = call(method::post, path, sent);
    BOOST_TEST(seen->as_job);
    BOOST_TEST(seen->turn.message == "why?");
    BOOST_TEST(answer->sent->status == 202);
    BOOST_TEST(stub::header(*answer, "Location") == "/jobs/" + seen->submitted.job_id);
    BOOST_TEST(stub::header(*answer, "Preference-Applied") == "respond-async");
    auto empty = json("{}");
    empty.headers = sent.headers;
    BOOST_TEST(call(method::post, path, empty)->sent->status >= 400);
  }
}

BOOST_AUTO_TEST_CASE(whoever_accepts_events_gets_what_happens_in_the_turn) {
  for (const auto& path : {chat, queries, "/api/v1" + queries}) {
    auto asked = json(R"({"message":"why?"})");
    asked.headers["accept"] = "application/json;q=0.5, text/event-stream";
    auto answer = call(method::post, path, asked);
    BOOST_TEST(answer->sent->content_type == "text/event-stream", path);
    BOOST_TEST(seen->as_job, path);  // it goes on whatever becomes of the client
    const auto text = told(*answer);
    BOOST_TEST(text.find("event: begun\ndata: {\"question_id\":\"q1\"") != std::string::npos, text);
    BOOST_TEST(text.find("id: 1\nevent: stage\ndata: {\"stage\":\"understand\"}\n\n") != std::string::npos,
               text);
    BOOST_TEST(text.find("id: 2\nevent: done\n") != std::string::npos, text);
    BOOST_TEST(answer->closed, path);
  }
}

BOOST_AUTO_TEST_CASE(a_client_that_comes_again_goes_on_behind_its_last_event) {
  fm::test::sent_request again;
  again.headers["last-event-id"] = "1";
  auto answer = call(method::get, "/agent/turns/0190f6b0-7b1c-7a40-9d2e-000000000001/events", again);
  BOOST_TEST(told(*answer).find("id: 1\n") == std::string::npos);
  BOOST_TEST(told(*answer).find("id: 2\nevent: done") != std::string::npos);
  BOOST_TEST(call(method::get, "/agent/turns/0190f6b0-7b1c-7a40-9d2e-00000000dead/events")->sent->status ==
             404);
  BOOST_TEST(call(method::get, "/agent/turns/no-uuid/events")->sent->status == 404);
}

BOOST_AUTO_TEST_SUITE_END()

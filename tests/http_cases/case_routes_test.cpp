// Cases over HTTP: commands out of requests, JSON out of answers.
#include "stub_cases.hpp"

#include <boost/test/unit_test.hpp>

using fm::http::method;
using fm::test::sent_request;
using stub::header, stub::json;

namespace {

const std::string path = "/cases/" + stub::example().id;

/// The statuses of bad bodies, each of which must name its field.
void refuses(stub::world& w, method verb, const std::string& to, const std::vector<std::string>& bodies,
             int status = 422) {
  for (const auto& body : bodies) {
    auto answer = w.call(verb, to, {.body = body, .query = {}, .form = {}});
    BOOST_TEST(answer->sent->status == status, to << " " << body << " gave " << answer->sent->status);
    BOOST_TEST(answer->body().find("detail"));
  }
}

}  // namespace

BOOST_FIXTURE_TEST_SUITE(case_routes, stub::world)

BOOST_AUTO_TEST_CASE(a_new_case_takes_every_field_and_answers_201_with_its_place) {
  auto answer = call(method::post, "/cases",
                     json(R"({"title":"t","description":"d","priority":"high","tags":["x"],"category":"c",
                              "context":{"k":[1]},"more":true})"));
  BOOST_TEST(answer->sent->status == 201);
  BOOST_TEST(seen->created.title == "t");
  BOOST_TEST(seen->created.priority == "high");
  BOOST_TEST(seen->created.tags.size() == 1u);
  BOOST_TEST(seen->created.context == R"({"k":[1]})");
  BOOST_TEST(header(*answer, "Location") == path);
  BOOST_TEST(header(*answer, "ETag") == "\"1\"");
  auto body = answer->body();
  for (const auto* key : {"id", "owner_id", "title", "description", "status", "priority", "created_at",
                          "updated_at", "resolved_at", "closed_at", "tags", "category"})
    BOOST_TEST(body.find(key), key);
  BOOST_TEST(*body.find("created_at")->as_string() == "1970-01-01T00:00:01.000000Z");
  BOOST_TEST(body.find("resolved_at")->is_null());
}

BOOST_AUTO_TEST_CASE(what_is_wrong_with_a_new_case_is_said_and_nothing_is_asked) {
  refuses(*this, method::post, "/cases",
          {"{}", R"({"title":"","description":""})", R"({"title":1,"description":""})", R"({"title":"t"})",
           R"({"title":"t","description":"","priority":"urgent"})",
           R"({"title":"t","description":"","tags":[1]})", R"({"title":"t","description":"","context":1})",
           "[]", "{", ""});
  BOOST_TEST(seen->created.title.empty());
}

BOOST_AUTO_TEST_CASE(a_list_is_bare_with_its_total_in_a_header) {
  auto answer = call(
      method::get, "/cases",
      {.body = {}, .query = {{"limit", "5"}, {"offset", "2"}, {"status_filter", "verifying"}}, .form = {}});
  BOOST_TEST(answer->body().as_array()->size() == 1u);
  BOOST_TEST(header(*answer, "X-Total-Count") == "7");
  BOOST_TEST(seen->listed.limit == 5u);
  BOOST_TEST(seen->listed.offset == 2u);
  BOOST_TEST(seen->listed.status == "investigating");
  for (auto [key, value] : {std::pair{"limit", "0"}, std::pair{"limit", "101"}, std::pair{"offset", "-1"},
                            std::pair{"status_filter", "odd"}}) {
    auto bad = call(method::get, "/cases", {.body = {}, .query = {{key, value}}, .form = {}});
    BOOST_TEST(bad->sent->status == 422);
  }
}

BOOST_AUTO_TEST_CASE(an_id_that_is_no_uuid_is_not_found_without_asking) {
  for (auto verb : {method::get, method::del}) {
    auto answer = call(verb, "/cases/odd");
    BOOST_TEST(answer->sent->status == 404);
    BOOST_TEST(answer->body().find("detail")->as_string()->find("not found") != std::string::npos);
  }
  BOOST_TEST(call(method::post, "/cases/odd/close")->sent->status == 404);
  BOOST_TEST(call(method::put, path + "/hypotheses/odd", json(R"({"validated":true})"))->sent->status == 404);
}

BOOST_AUTO_TEST_CASE(a_change_keeps_absent_and_null_fields) {
  for (auto verb : {method::patch, method::put}) {
    auto answer =
        call(verb, path, json(R"({"title":null,"description":"d","status":"verifying","tags":[]})"));
    BOOST_TEST(answer->sent->status == 200);
    BOOST_TEST(!seen->updated.title.given);
    BOOST_TEST(seen->updated.description.text == "d");
    BOOST_TEST(seen->updated.status.text == "investigating");
    BOOST_TEST(seen->updated.has_tags);
  }
  refuses(*this, method::patch, path, {R"({"title":""})", R"({"status":"odd"})", R"({"priority":1})"});
}

BOOST_AUTO_TEST_CASE(a_missing_or_unknown_status_is_422_by_patch_and_400_by_post) {
  refuses(*this, method::patch, path + "/status", {"{}", R"({"status":"odd"})"}, 422);
  refuses(*this, method::post, path + "/status", {"{}", R"({"status":"odd"})", R"({"status":1})"}, 400);
  auto receipt = call(method::post, path + "/status", json(R"({"status":"investigating","reason":"r"})"));
  BOOST_TEST(seen->status.reason == "r");
  BOOST_TEST(*receipt->body().find("case_id")->as_string() == stub::example().id);
  BOOST_TEST(receipt->body().find("message"));
  auto whole = call(method::patch, path + "/status", json(R"({"status":"investigating"})"));
  BOOST_TEST(whole->body().find("title"));
}

BOOST_AUTO_TEST_CASE(a_case_is_closed_with_or_without_a_body) {
  BOOST_TEST(call(method::post, path + "/close")->sent->status == 200);
  auto closed = call(method::post, path + "/close",
                     json(R"({"resolution":"duplicate","resolution_notes":"n","resolved_by":"ann"})"));
  BOOST_TEST(seen->closed.resolution == "duplicate");
  BOOST_TEST(seen->closed.notes == "n");
  BOOST_TEST(*closed->body().find("status")->as_string() == "closed");
  refuses(*this, method::post, path + "/close", {R"({"resolution":"odd"})"});
}

BOOST_AUTO_TEST_CASE(a_deleted_case_is_204_without_a_body) {
  auto answer = call(method::del, path);
  BOOST_TEST(answer->sent->status == 204);
  BOOST_TEST(answer->sent->body.empty());
}

BOOST_AUTO_TEST_CASE(messages_are_added_and_listed_with_their_metadata) {
  auto made = call(method::post, path + "/messages", json(R"({"role":"user","content":"hello"})"));
  BOOST_TEST(made->sent->status == 201);
  BOOST_TEST(seen->message.content == "hello");
  refuses(*this, method::post, path + "/messages",
          {R"({"role":"robot","content":"x"})", R"({"role":"user","content":""})", R"({"content":"x"})"});
  auto list = call(method::get, path + "/messages", {.body = {}, .query = {{"limit", "9"}}, .form = {}});
  BOOST_TEST(seen->messages.limit == 9u);
  auto body = list->body();
  const auto& first = body.as_array()->at(0);
  BOOST_TEST(*first.find("state")->as_string() == "failed");
  BOOST_TEST(first.find("message_metadata")->find("a"));
}

BOOST_AUTO_TEST_CASE(hypotheses_and_solutions_are_added_changed_and_listed) {
  auto made =
      call(method::post, path + "/hypotheses", json(R"({"title":"t","description":"d","confidence":0.5})"));
  BOOST_TEST(made->sent->status == 201);
  BOOST_TEST(seen->hypothesis.confidence == .5);
  BOOST_TEST(made->body().find("confidence")->is_null());
  refuses(*this, method::post, path + "/hypotheses",
          {R"({"title":"t"})", R"({"title":"t","description":"d","confidence":1.5})"});
  auto to = path + "/hypotheses/" + stub::example_hypothesis().id;
  auto changed = call(method::put, to,
                      json(R"({"validated":true,"status":"refuted","validation_notes":"n","confidence":1})"));
  BOOST_TEST(seen->changed.has_validated);
  BOOST_TEST(seen->changed.status.text == "refuted");
  BOOST_TEST(seen->changed.notes.text == "n");
  BOOST_TEST(changed->body().find("hypothesis"));
  refuses(*this, method::put, to, {R"({"surprise":1})", R"({"title":null})", R"({"confidence":2})"});
  BOOST_TEST(call(method::get, path + "/hypotheses")->body().as_array()->size() == 1u);
  auto fix = call(method::post, path + "/solutions",
                  json(R"({"title":"t","description":"d","implementation_steps":["one"]})"));
  BOOST_TEST(fix->sent->status == 201);
  BOOST_TEST(seen->solution.steps.size() == 1u);
  refuses(*this, method::post, path + "/solutions",
          {R"({"title":"t","description":"d","implementation_steps":[1]})"});
  BOOST_TEST(call(method::get, path + "/solutions")->body().as_array()->size() == 1u);
}

BOOST_AUTO_TEST_CASE(a_failure_becomes_the_status_of_its_code) {
  seen->failure = fm::fail(fm::ec::not_found, "case x not found");
  BOOST_TEST(call(method::get, path)->sent->status == 404);
  seen->failure = fm::fail(fm::ec::invalid, "allowed next: resolved");
  BOOST_TEST(call(method::patch, path + "/status", json(R"({"status":"closed"})"))->sent->status == 400);
  seen->failure = fm::fail(fm::ec::unavailable, "the database does not answer");
  BOOST_TEST(call(method::post, "/cases", json(R"({"title":"t","description":""})"))->sent->status == 503);
}

BOOST_AUTO_TEST_SUITE_END()

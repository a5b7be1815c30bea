#include "world.hpp"

using namespace fm;
using namespace fm::test;
using fm::http::method;

namespace {

struct session_world : world {
  std::string ann = text(join("ann"), "access_token");
  std::string bob = text(join("bob"), "access_token");

  std::string open(const std::string& body = "{}") {
    auto made = post("/sessions", body, ann);
    BOOST_REQUIRE_EQUAL(made->sent->status, 201);
    return text(made->body(), "session_id");
  }
  std::shared_ptr<kept_answer> send(method verb, const std::string& path, const std::string& body = {}) {
    sent_request what;
    what.body = body;
    return call(verb, path, std::move(what), ann);
  }
};
constexpr const char* nobodys = "018f0000-0000-7000-8000-000000000001";

}  // namespace

BOOST_FIXTURE_TEST_SUITE(session_routes, session_world)

BOOST_AUTO_TEST_CASE(a_session_is_made_with_every_field_and_read_back) {
  sent_request what;
  what.body =
      R"({"session_data":{"messages":[{"role":"user","content":"hi"}],"x":1},"client_id":"phone","timeout_minutes":90,
                  "session_type":"chat","metadata":{"os":"linux"}})";
  what.headers = {{"x-forwarded-for", "203.0.113.7, 10.0.0.1"}, {"user-agent", "curl/8"}};
  auto made = call(method::post, "/sessions", what, ann);
  BOOST_TEST(made->sent->status == 201);
  auto body = made->body();
  BOOST_TEST(names(body) ==
             "session_id message session_resumed user_id client_id status created_at expires_at");
  BOOST_TEST(text(body, "message").find("created") != std::string::npos);
  BOOST_TEST(!*body.find("session_resumed")->as_bool());
  auto id = text(body, "session_id");
  auto read = get("/sessions/" + id, ann)->body();
  BOOST_TEST(names(read) ==
             "session_id user_id client_id status session_type timeout_minutes created_at last_accessed_at "
             "expires_at "
             "ip_address user_agent session_data metadata");
  BOOST_TEST(text(read, "client_id") == "phone");
  BOOST_TEST(text(read, "session_type") == "chat");
  BOOST_TEST(text(read, "ip_address") == "203.0.113.7");
  BOOST_TEST(text(read, "user_agent") == "curl/8");
  BOOST_TEST(json::write(*read.find("session_data")) ==
             R"({"messages":[{"role":"user","content":"hi"}],"x":1})");
  BOOST_TEST(json::write(*read.find("metadata")) == R"({"os":"linux"})");
  auto list = get("/sessions", ann)->body();
  const auto& first = list.as_array()->at(0);
  BOOST_TEST(names(first) ==
             "session_id created_at last_accessed_at expires_at ip_address user_agent client_id status "
             "message_count");
  BOOST_TEST(first.find("message_count")->number() == 1);
  auto again = post("/sessions", R"({"client_id":"phone"})", ann);
  BOOST_TEST(again->sent->status == 201);
  BOOST_TEST(text(again->body(), "session_id") == id);
  BOOST_TEST(*again->body().find("session_resumed")->as_bool());
  BOOST_TEST(text(again->body(), "message").find("resumed") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(an_empty_object_is_enough_and_nothing_is_not) {
  auto read = get("/sessions/" + open(), ann)->body();
  BOOST_TEST(read.find("client_id")->is_null());
  BOOST_TEST(text(read, "ip_address") == "192.0.2.1");
  BOOST_TEST(read.find("timeout_minutes")->number() == 180);
  BOOST_TEST(post("/sessions", "", ann)->sent->status == 422);
  BOOST_TEST(post("/sessions", "{}")->sent->status == 401);
}

BOOST_AUTO_TEST_CASE(a_wrong_shape_is_422_with_its_place) {
  auto found = [&](const std::string& body) { return finding(*post("/sessions", body, ann)); };
  BOOST_TEST(found(R"({"timeout_minutes":59})") == "greater_than_equal body timeout_minutes");
  BOOST_TEST(found(R"({"timeout_minutes":481})") == "less_than_equal body timeout_minutes");
  BOOST_TEST(found(R"({"timeout_minutes":"90"})").ends_with("body timeout_minutes"));
  BOOST_TEST(found(R"({"client_id":")" + std::string(256, 'x') + "\"}") == "string_too_long body client_id");
  BOOST_TEST(found(R"({"session_type":")" + std::string(65, 'x') + "\"}") ==
             "string_too_long body session_type");
  BOOST_TEST(found(R"({"session_data":[]})").ends_with("body session_data"));
  BOOST_TEST(found(R"({"metadata":"x"})").ends_with("body metadata"));
  BOOST_TEST(get("/sessions", ann)->body().as_array()->empty());
}

BOOST_AUTO_TEST_CASE(both_verbs_merge_what_they_are_given) {
  auto id = open(R"({"session_data":{"a":1}})");
  for (auto verb : {method::patch, method::put}) {
    auto r = send(verb, "/sessions/" + id, R"({"updates":{"b":2,"user_id":"x","status":"archived"}})");
    BOOST_TEST(r->sent->status == 200);
    BOOST_TEST(text(r->body(), "message").find("updated") != std::string::npos);
    auto read = get("/sessions/" + id, ann)->body();
    BOOST_TEST(json::write(*read.find("session_data")) == R"({"a":1,"b":2})");
    BOOST_TEST(text(read, "status") == "archived");
  }
  BOOST_TEST(finding(*send(method::patch, "/sessions/" + id, "{}")) == "missing body updates");
  BOOST_TEST(
      finding(*send(method::patch, "/sessions/" + id, R"({"updates":null})")).ends_with("body updates"));
  BOOST_TEST(finding(*send(method::patch, "/sessions/" + id, R"({"updates":{"status":"expired"}})")) ==
             "enum body updates status");
  BOOST_TEST(send(method::patch, "/sessions/" + id, R"({"updates":{}})")->sent->status == 200);
}

BOOST_AUTO_TEST_CASE(a_heartbeat_says_when_the_session_was_used) {
  auto id = open();
  auto r = post("/sessions/" + id + "/heartbeat", "", ann);
  BOOST_TEST(r->sent->status == 200);
  BOOST_TEST(names(r->body()) == "session_id last_activity_at status");
  BOOST_TEST(text(r->body(), "last_activity_at").back() == 'Z');
}

BOOST_AUTO_TEST_CASE(sessions_are_deleted_one_or_all) {
  auto a = open();
  auto b = open();
  open();
  auto one = send(method::del, "/sessions/" + a);
  BOOST_TEST(one->sent->status == 200);
  BOOST_TEST(text(one->body(), "message").find("deleted") != std::string::npos);
  sent_request keep;
  keep.headers = {{"x-session-id", b}};
  auto others = call(method::del, "/sessions", keep, ann);
  BOOST_TEST(others->body().find("count")->number() == 1);
  BOOST_TEST(get("/sessions", ann)->body().as_array()->size() == 1u);
  keep.query = {{"keep_current", "false"}};
  BOOST_TEST(call(method::del, "/sessions", keep, ann)->body().find("count")->number() == 1);
  open();
  BOOST_TEST(send(method::del, "/sessions")->body().find("count")->number() == 1);
  keep.query = {{"keep_current", "perhaps"}};
  BOOST_TEST(call(method::del, "/sessions", keep, ann)->sent->status == 422);
}

BOOST_AUTO_TEST_CASE(foreign_unknown_and_impossible_sessions_are_404) {
  auto id = open();
  for (const std::string& which : {id, std::string(nobodys), std::string("odd")}) {
    for (auto [verb, path] :
         {std::pair{method::get, "/sessions/" + which}, std::pair{method::del, "/sessions/" + which},
          std::pair{method::post, "/sessions/" + which + "/heartbeat"},
          std::pair{method::patch, "/sessions/" + which}}) {
      sent_request what;
      what.body = R"({"updates":{}})";
      auto r = call(verb, path, what, bob);
      BOOST_TEST(r->sent->status == 404, path);
      BOOST_TEST(text(r->body(), "detail").find("not found") != std::string::npos);
    }
  }
  BOOST_TEST(get("/sessions/" + id, ann)->sent->status == 200);
  BOOST_TEST(get("/sessions/" + id)->sent->status == 401);
}

BOOST_AUTO_TEST_CASE(messages_are_added_and_listed) {
  auto id = open();
  auto r = send(method::post, "/sessions/" + id + "/messages", R"({"role":"user","content":"hi"})");
  BOOST_TEST(r->sent->status == 200);
  BOOST_TEST(names(r->body()) == "session_id message total_messages");
  BOOST_TEST(names(*r->body().find("message")) == "role content timestamp message_id");
  BOOST_TEST(r->body().find("total_messages")->number() == 1);
  send(method::post, "/sessions/" + id + "/messages", R"({"role":"assistant","content":"ho"})");
  sent_request one;
  one.query = {{"limit", "1"}};
  auto newest = call(method::get, "/sessions/" + id + "/messages", one, ann)->body();
  BOOST_TEST(names(newest) == "session_id messages total returned");
  BOOST_TEST(newest.find("total")->number() == 2);
  BOOST_TEST(newest.find("returned")->number() == 1);
  BOOST_TEST(text(newest.find("messages")->as_array()->front(), "content") == "ho");
  one.query = {{"limit", "100000"}};
  BOOST_TEST(call(method::get, "/sessions/" + id + "/messages", one, ann)->sent->status == 200);
  one.query = {{"limit", "0"}};
  BOOST_TEST(call(method::get, "/sessions/" + id + "/messages", one, ann)->sent->status == 422);
  auto wrong = [&](const std::string& body) {
    return finding(*send(method::post, "/sessions/" + id + "/messages", body));
  };
  BOOST_TEST(wrong(R"({"role":"robot","content":"x"})") == "enum body role");
  BOOST_TEST(wrong(R"({"role":"user","content":""})") == "string_too_short body content");
  BOOST_TEST(wrong(R"({"role":"user"})") == "missing body content");
  BOOST_TEST(wrong(R"({"content":"x"})") == "missing body role");
}

BOOST_AUTO_TEST_CASE(a_session_in_numbers) {
  auto id = open(R"({"session_data":{"cases":["c"]}})");
  auto r = get("/sessions/" + id + "/stats", ann);
  BOOST_TEST(names(r->body()) ==
             "session_id message_count case_count created_at last_accessed_at duration_seconds status");
  BOOST_TEST(r->body().find("case_count")->number() == 1);
  auto all = get("/sessions/statistics", ann)->body();
  BOOST_TEST(names(all) ==
             "user_id total_sessions total_messages total_cases oldest_session newest_session "
             "avg_messages_per_session session_status_breakdown devices");
  BOOST_TEST(all.find("total_sessions")->number() == 1);
  BOOST_TEST(json::write(*all.find("session_status_breakdown")) == R"({"active":1})");
  auto none = get("/sessions/statistics", bob)->body();
  BOOST_TEST(none.find("oldest_session")->is_null());
  BOOST_TEST(none.find("avg_messages_per_session")->number() == 0);
}

BOOST_AUTO_TEST_CASE(a_search_echoes_the_conditions_it_was_given) {
  auto id = open(R"({"session_data":{"messages":[{"role":"user","content":"disk full"}]}})");
  open();
  auto r = send(method::post, "/sessions/search",
                R"({"search_text":"DISK","min_messages":null,"created_after":"yesterday","limit":5})");
  BOOST_TEST(r->sent->status == 200);
  const auto body = r->body();
  BOOST_TEST(names(body) == "sessions total query");
  BOOST_TEST(body.find("total")->number() == 1);
  BOOST_TEST(text(body.find("sessions")->as_array()->front(), "session_id") == id);
  BOOST_TEST(json::write(*body.find("query")) == R"({"created_after":"yesterday","search_text":"DISK"})");
  auto total = [&](const std::string& sent) {
    return send(method::post, "/sessions/search", sent)->body().find("total")->number();
  };
  BOOST_TEST(total("{}") == 2);
  BOOST_TEST(total(R"({"created_after":"2999-01-01"})") == 0);
  BOOST_TEST(total(R"({"created_before":"2999-01-01T00:00:00Z","status":"active"})") == 2);
  BOOST_TEST(total(R"({"status":"expired"})") == 0);
  BOOST_TEST(total(R"({"has_cases":true})") == 0);
  BOOST_TEST(total(R"({"max_messages":0})") == 1);
  for (const auto* wrong :
       {R"({"status":"odd"})", R"({"min_messages":-1})", R"({"limit":101})", R"({"limit":null})",
        R"({"offset":-1})", R"({"has_cases":"yes"})", R"({"search_text":7})"})
    BOOST_TEST(send(method::post, "/sessions/search", wrong)->sent->status == 422, wrong);
}

BOOST_AUTO_TEST_CASE(a_session_is_archived_and_restored) {
  auto id = open();
  auto away = post("/sessions/" + id + "/archive", "", ann)->body();
  BOOST_TEST(names(away) == "session_id status message");
  BOOST_TEST(text(away, "status") == "archived");
  BOOST_TEST(text(get("/sessions/" + id, ann)->body(), "status") == "archived");
  BOOST_TEST(text(post("/sessions/" + id + "/restore", "", ann)->body(), "status") == "active");
}

BOOST_AUTO_TEST_CASE(cleaning_says_what_it_removed) {
  auto id = open(R"({"session_data":{"messages":[{"role":"user","content":"x"}]}})");
  auto one = post("/sessions/" + id + "/cleanup", "", ann)->body();
  BOOST_TEST(names(one) == "session_id message messages_removed bytes_freed");
  BOOST_TEST(one.find("messages_removed")->number() == 1);
  auto all = post("/sessions/cleanup", "", ann)->body();
  BOOST_TEST(names(all) == "message count");
  BOOST_TEST(all.find("count")->number() == 0);
}

BOOST_AUTO_TEST_CASE(recovery_says_what_is_stored) {
  auto id = open();
  auto r = get("/sessions/" + id + "/recovery-info", ann)->body();
  BOOST_TEST(names(r) == "session_id can_recover last_backup session_data_size message_count");
  BOOST_TEST(*r.find("can_recover")->as_bool());
  BOOST_TEST(text(r, "last_backup").back() == 'Z');
  BOOST_TEST(r.find("session_data_size")->number() == 0);
}

BOOST_AUTO_TEST_CASE(the_content_of_foreign_sessions_is_404) {
  auto id = open();
  for (const std::string& which : {id, std::string(nobodys), std::string("odd")})
    for (auto [verb, tail] : {std::pair{method::get, "/messages"}, std::pair{method::post, "/messages"},
                              std::pair{method::get, "/stats"}, std::pair{method::post, "/archive"},
                              std::pair{method::post, "/restore"}, std::pair{method::post, "/cleanup"},
                              std::pair{method::get, "/recovery-info"}}) {
      sent_request what;
      what.body = R"({"role":"user","content":"x"})";
      BOOST_TEST(call(verb, "/sessions/" + which + tail, what, bob)->sent->status == 404, which << tail);
    }
}

BOOST_AUTO_TEST_CASE(below_v1_a_session_can_be_nobodys) {
  auto made = post(
      "/api/v1/sessions",
      R"({"client_id":"ext-1","session_type":"troubleshooting","timeout_minutes":180,"metadata":{"a":1}})");
  BOOST_TEST(made->sent->status == 201);
  auto body = made->body();
  BOOST_TEST(body.find("user_id")->is_null());
  for (const auto* name : {"session_id", "session_resumed", "client_id", "status", "created_at",
                           "session_type", "message", "last_activity"})
    BOOST_TEST(body.find(name), name);
  auto again = post("/api/v1/sessions", R"({"client_id":"ext-1"})")->body();
  BOOST_TEST(text(again, "session_id") == text(body, "session_id"));
  BOOST_TEST(*again.find("session_resumed")->as_bool());
  // It is nobody's: whoever signs in with the same client gets one of his own, and cannot read that one.
  auto mine = post("/api/v1/sessions", R"({"client_id":"ext-1","metadata":null})", ann)->body();
  BOOST_TEST(text(mine, "session_id") != text(body, "session_id"));
  BOOST_TEST(!mine.find("user_id")->is_null());
  BOOST_TEST(get("/sessions/" + text(body, "session_id"), ann)->sent->status == 404);
  BOOST_TEST(post("/api/v1/sessions", "{}", "no token at all")->sent->status == 401);
  BOOST_TEST(post("/sessions", "{}")->sent->status == 401);
}

BOOST_AUTO_TEST_SUITE_END()

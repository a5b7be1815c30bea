#include "sessions/session_rules.hpp"

#include <fm/json/value.hpp>
#include <fm/test/message_suite.hpp>

#include <boost/test/unit_test.hpp>

using namespace fm;
using namespace fm::sessions;

namespace {

session_record session(const std::string& id, micros used = 0, const std::string& client = {}) {
  session_record s;
  s.id = id;
  s.user = "u";
  s.client_id = client;
  s.timeout_minutes = 60;
  use(s, used);
  return s;
}
session_map map_of(std::initializer_list<session_record> all) {
  session_map out;
  for (const auto& s : all) out.emplace(s.id, s);
  return out;
}
std::string refusal(const std::string& updates) {
  auto r = merged(session("a"), updates);
  return r ? "accepted" : r.error().text;
}

}  // namespace

BOOST_AUTO_TEST_CASE(messages_survive_the_wire) { test::check_messages<sessions::messages>(); }

BOOST_AUTO_TEST_SUITE(session_rules)

BOOST_AUTO_TEST_CASE(expiry_slides_with_use_and_never_back) {
  auto s = session("a", 5 * minute);
  BOOST_TEST(s.expires == 65 * minute);
  use(s, 10 * minute);
  use(s, 7 * minute);
  BOOST_TEST(s.used == 10 * minute);
  BOOST_TEST(s.expires == 70 * minute);
}

BOOST_AUTO_TEST_CASE(an_expired_session_is_nobodys) {
  auto all = map_of({session("a", 0, "phone"), session("b", minute)});
  BOOST_TEST(find_live(all, "a", 60 * minute - 1));
  BOOST_TEST(!find_live(all, "a", 60 * minute));
  BOOST_TEST(!find_live(all, "c", 0));
  BOOST_TEST(find_client(all, "phone", 1)->id == "a");
  BOOST_TEST(!find_client(all, "phone", 60 * minute));
  BOOST_TEST(!find_client(all, "", 1));
  drop_expired(all, 60 * minute);
  BOOST_TEST(all.size() == 1u);
}

BOOST_AUTO_TEST_CASE(the_least_recently_used_make_room) {
  auto all = map_of({session("a", 3), session("b", 1), session("c", 2)});
  BOOST_TEST(beyond_cap(all, 4).empty());
  BOOST_TEST((beyond_cap(all, 3) == std::vector<std::string>{"b"}));
  BOOST_TEST((beyond_cap(all, 2) == std::vector<std::string>{"b", "c"}));
  auto ordered = most_recent_first(all);
  BOOST_TEST(ordered.at(0).id == "a");
  BOOST_TEST(ordered.at(2).id == "b");
}

BOOST_AUTO_TEST_CASE(updates_are_merged_and_keys_of_identity_are_not) {
  auto s = session("a");
  s.data = R"({"a":1,"b":{"c":2}})";
  auto r = merged(
      s, R"({"b":3,"d":[4],"session_id":"x","user_id":"y","created_at":1,"expires_at":2,"status":"archived",
                         "client_id":"z","metadata":{"m":1},"session_data":{"e":5}})");
  BOOST_REQUIRE(r);
  BOOST_TEST(r->data == R"({"a":1,"b":3,"e":5,"d":[4]})");
  BOOST_TEST(r->metadata == R"({"m":1})");
  BOOST_TEST(r->status == "archived");
  BOOST_TEST(r->id == "a");
  BOOST_TEST(r->user == "u");
  BOOST_TEST(r->client_id == "");
  BOOST_TEST((*merged(s, "{}") == s));
  BOOST_TEST(merged(s, R"({"metadata":"text","session_data":7})")->data ==
             R"({"a":1,"b":{"c":2},"metadata":"text","session_data":7})");
}

BOOST_AUTO_TEST_CASE(bad_updates_are_refused) {
  BOOST_TEST(refusal("[]") == "updates must be an object");
  BOOST_TEST(refusal("{") == "updates must be an object");
  for (const char* status : {R"("expired")", R"("")", "null", "1"})
    BOOST_TEST(refusal(std::string(R"({"status":)") + status + "}") ==
               "status can be set to active or archived");
  BOOST_TEST(refusal(R"({"k":")" + std::string(1 << 20, 'x') + R"("})") ==
             "a session holds at most 1 MiB of data");
}

BOOST_AUTO_TEST_CASE(sessions_come_back_from_their_text) {
  auto a = session("a", 5, "phone");
  a.data = R"({"k":"\""})";
  a.address = "::1";
  a.agent = "curl";
  auto all = map_of({a, session("b", 7)});
  BOOST_TEST((from_text(to_text(all)) == all));
  BOOST_TEST(from_text("damaged").empty());
}

BOOST_AUTO_TEST_SUITE_END()

// What sessions hold, and search and statistics over them.
#include "sessions/session_content.hpp"
#include "sessions/session_overview.hpp"

#include <boost/test/unit_test.hpp>

using namespace fm;
using namespace fm::sessions;

namespace {

session_record session(const std::string& id, const std::string& data = "{}", micros created = 10 * second) {
  session_record s;
  s.id = id, s.user = "u", s.data = data, s.created = created;
  use(s, created);
  return s;
}
session_message said(const std::string& content) { return {"m", "user", content, 5 * second}; }

session_map three() {
  session_map out;
  out["a"] = session("a", R"({"messages":[{"role":"user","content":"The DISK is full"}],"cases":["c1"]})",
                     10 * second);
  out["b"] = session(
      "b",
      R"({"messages":[{"role":"user","content":"x"},{"role":"assistant","content":"y"}],"cases":["c1","c2"]})",
      20 * second);
  out["c"] = session("c", "{}", 30 * second);
  out["c"].status = "archived";
  out["a"].agent = "Mozilla Mobile";
  return out;
}
std::string ids(const sessions_found& f) {
  std::string out;
  for (const auto& n : f.sessions) out += n.session.id;
  return out;
}
std::string found(search_sessions q) { return ids(found_in(three(), q)); }

}  // namespace

BOOST_AUTO_TEST_SUITE(session_content_rules)

BOOST_AUTO_TEST_CASE(a_message_is_appended_and_read_back) {
  auto s = with_message(session("a", R"({"x":1})"), said("hi"));
  BOOST_REQUIRE(s);
  s = with_message(*s, said("again"));
  const auto c = content_of(*s);
  BOOST_REQUIRE(c.messages.size() == 2u);
  BOOST_TEST((c.messages[0] == said("hi")));
  BOOST_TEST(c.messages[1].content == "again");
  BOOST_TEST(s->data.starts_with(R"({"x":1,"messages":[)"));
}

BOOST_AUTO_TEST_CASE(what_clients_put_there_and_is_no_message_is_passed_over) {
  const auto c = content_of(session(
      "a",
      R"({"messages":[1,{"role":"robot","content":"x"},{"role":"user"},{"role":"user","content":"ok"},)"
      R"({"role":"system","content":"t","timestamp":"1970-01-01T00:00:07Z","message_id":"m9"}],"cases":["c",1,"c"]})"));
  BOOST_REQUIRE(c.messages.size() == 2u);
  BOOST_TEST(c.messages[0].at == 10 * second);
  BOOST_TEST(c.messages[1].at == 7 * second);
  BOOST_TEST(c.messages[1].id == "m9");
  BOOST_TEST(c.cases.size() == 1u);
  for (const auto* odd : {"", "[]", R"({"messages":{},"cases":"x"})"})
    BOOST_TEST(content_of(session("a", odd)).messages.empty());
}

BOOST_AUTO_TEST_CASE(a_full_session_and_one_with_an_odd_list_take_no_message) {
  const auto full =
      with_message(session("a", "{\"x\":\"" + std::string(longest_data - 20, 'y') + "\"}"), said("hi"));
  BOOST_REQUIRE(!full);
  BOOST_TEST((full.error().code == ec::too_large));
  const auto odd = with_message(session("a", R"({"messages":"none"})"), said("hi"));
  BOOST_REQUIRE(!odd);
  BOOST_TEST((odd.error().code == ec::invalid));
}

BOOST_AUTO_TEST_CASE(a_session_in_numbers_carries_no_data) {
  const auto n = numbers_of(three().at("b"));
  BOOST_TEST(n.messages == 2u);
  BOOST_TEST(n.cases == 2u);
  BOOST_TEST(n.data_bytes > 50u);
  BOOST_TEST(n.session.data.empty());
  BOOST_TEST(numbers_of(three().at("c")).data_bytes == 0u);
}

BOOST_AUTO_TEST_CASE(every_condition_of_a_search_counts) {
  BOOST_TEST(found({}) == "cba");
  search_sessions q;
  q.status = "archived";
  BOOST_TEST(found(q) == "c");
  q = {};
  q.min_messages = 1;
  BOOST_TEST(found(q) == "ba");
  q.max_messages = 1;
  BOOST_TEST(found(q) == "a");
  q = {};
  q.asks_cases = true;
  BOOST_TEST(found(q) == "c");
  q.has_cases = true;
  BOOST_TEST(found(q) == "ba");
  q = {};
  q.created_after = 10 * second;
  BOOST_TEST(found(q) == "cb");
  q.created_before = 30 * second;
  BOOST_TEST(found(q) == "b");
  q = {};
  q.text = "disk IS";
  BOOST_TEST(found(q) == "a");
  q.text = "diskette";
  BOOST_TEST(found(q).empty());
}

BOOST_AUTO_TEST_CASE(a_page_of_a_search_knows_the_total) {
  search_sessions q;
  q.limit = 1, q.offset = 1;
  const auto f = found_in(three(), q);
  BOOST_TEST(ids(f) == "b");
  BOOST_TEST(f.total == 3u);
  q.offset = 9;
  BOOST_TEST(found_in(three(), q).total == 3u);
}

BOOST_AUTO_TEST_CASE(statistics_sum_up_all_sessions) {
  const auto s = statistics_of(three());
  BOOST_TEST(s.sessions == 3u);
  BOOST_TEST(s.messages == 3u);
  BOOST_TEST(s.cases == 2u);
  BOOST_TEST(s.oldest == 10 * second);
  BOOST_TEST(s.newest == 30 * second);
  BOOST_REQUIRE(s.by_status.size() == 2u);
  BOOST_TEST(s.by_status[0].status == "active");
  BOOST_TEST(s.by_status[0].count == 2u);
  BOOST_TEST(s.devices == (std::vector<std::string>{"desktop", "mobile"}), boost::test_tools::per_element());
  BOOST_TEST(device_of("Android Tablet") == "tablet");
  const auto none = statistics_of({});
  BOOST_TEST(none.oldest == 0);
  BOOST_TEST(none.by_status.empty());
}

BOOST_AUTO_TEST_SUITE_END()

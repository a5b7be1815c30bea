#include "agent/question.hpp"

#include "agent/wording.hpp"

#include <boost/test/unit_test.hpp>

using namespace fm::agent;

namespace {
constexpr micros now = 1'796'040'000'000'000;  // 2026-11-30T12:00:00Z
std::string first(std::string_view q, micros offset = 0) {
  return time_text(understand(q, now, offset).first);
}
std::string last(std::string_view q) { return time_text(understand(q, now).last); }
}  // namespace

BOOST_AUTO_TEST_SUITE(understanding_questions)

BOOST_AUTO_TEST_CASE(a_date_and_time_make_a_window_around_it) {
  constexpr auto q = "The payment-api pod had issues on August 2, 2025 around 13:45 UTC. What happened?";
  auto asked = understand(q, now);
  BOOST_TEST(asked.has_window);
  BOOST_TEST(!asked.daily);
  BOOST_TEST(first(q) == "2025-08-02T13:30:00Z");
  BOOST_TEST(last(q) == "2025-08-02T14:15:00Z");
}

BOOST_AUTO_TEST_CASE(ranges_dates_and_clock_words_are_read) {
  BOOST_TEST(first("errors between 2026-03-01 10:00 and 10:20?") == "2026-03-01T10:00:00Z");
  BOOST_TEST(last("errors between 2026-03-01 10:00 and 10:20?") == "2026-03-01T10:20:59.999999Z");
  BOOST_TEST(first("what failed on 5 March?") == "2026-03-05T00:00:00Z");
  BOOST_TEST(last("what failed on 5 March?") == "2026-03-05T23:59:59.999999Z");
  BOOST_TEST(first("what failed yesterday at 3pm") == "2026-11-29T14:45:00Z");
  BOOST_TEST(first("what failed on 24 December?") == "2025-12-24T00:00:00Z");
  BOOST_TEST(first("crash at 2026-03-01T10:15:30Z") == "2026-03-01T10:00:30Z");
}

BOOST_AUTO_TEST_CASE(a_time_of_day_alone_is_a_window_of_every_day) {
  auto asked = understand("why did it stop around 00:05?", now);
  BOOST_TEST(asked.daily);
  BOOST_TEST(asked.first == 86'400'000'000 - 10LL * 60'000'000);
  BOOST_TEST(asked.last == 35LL * 60'000'000);
}

BOOST_AUTO_TEST_CASE(local_times_are_moved_to_utc_unless_the_question_says_utc) {
  constexpr micros two_hours = 7'200'000'000;
  BOOST_TEST(first("failed at 2026-03-01 10:15?", two_hours) == "2026-03-01T08:00:00Z");
  BOOST_TEST(first("failed at 2026-03-01 10:15 UTC?", two_hours) == "2026-03-01T10:00:00Z");
}

BOOST_AUTO_TEST_CASE(relative_windows_are_lengths) {
  auto asked = understand("any errors in the last 2 hours?", now);
  BOOST_TEST(asked.relative);
  BOOST_TEST(asked.first == 7'200'000'000);
}

BOOST_AUTO_TEST_CASE(no_time_is_found_where_none_is) {
  for (auto q : {"why is cart-7d9f down?", "version 1.2.3 fails", "port 8080:80 refused", "is node 12 ok",
                 "10.0.0.1:5432 is slow", ""})
    BOOST_TEST(!understand(q, now).has_window, q);
}

BOOST_AUTO_TEST_CASE(names_and_words_are_told_apart) {
  auto asked = understand("Why is the `checkout` pod cart-7d9f in namespace shop_prod failing logins?", now);
  BOOST_TEST(asked.names == (std::vector<std::string>{"checkout", "cart-7d9f", "shop_prod"}),
             boost::test_tools::per_element());
  BOOST_TEST(asked.words == (std::vector<std::string>{"checkout", "failing", "logins"}),
             boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(the_intent_is_recognised) {
  BOOST_TEST(understand("is rabbitmq healthy?", now).asks_health);
  BOOST_TEST(understand("Does the deployment web have a problem?", now).asks_health);
  BOOST_TEST(!understand("Why is the pod failing?", now).asks_health);
  BOOST_TEST(understand("Show me the errors in the logs of my-app", now).asks_summary);
  BOOST_TEST(!understand("Why did it fail?", now).asks_summary);
}

BOOST_AUTO_TEST_CASE(what_is_counted_is_a_status_a_word_or_a_name) {
  const auto parts = [](std::string_view question) {
    const auto sought = understand(question, now).sought;
    BOOST_TEST_REQUIRE(sought.size() == 1u, question);
    return sought.front().parts;
  };
  BOOST_TEST(parts("how many 502 are there?").front().statuses == std::vector<std::string>{"502"},
             boost::test_tools::per_element());
  BOOST_TEST(parts("number of 5xx responses between 10:00 and 11:00").front().statuses ==
                 std::vector<std::string>{"5xx"},
             boost::test_tools::per_element());
  const auto timeouts = parts("How many timeouts from payments?");
  BOOST_TEST_REQUIRE(timeouts.size() == 2u);
  BOOST_TEST(timeouts[0].words.size() > 1u);
  BOOST_TEST(timeouts[1].words.front() == "payment");
  BOOST_TEST(parts("how often did the pod restart?").front().words.front() == "restart");
  const auto only = parts("errors of host db-2 only");
  BOOST_TEST((only[0].least == fm::evidence::severity::error));
  BOOST_TEST((only[1].border == fm::evidence::word_border::whole));
  // Objects are not counted by the lines that name them, and what has to be computed by none.
  for (auto q : {"how many users are affected?", "how many nodes are down?", "how many jobs failed?",
                 "how many requests took longer than 5 s?", "Why do we get 502?", "how many requests?"})
    BOOST_TEST(understand(q, now).sought.empty(), q);
}

BOOST_AUTO_TEST_CASE(what_only_one_object_is_asked_for_says_so) {
  BOOST_TEST(understand("errors of host db-2 only", now).asks_only);
  BOOST_TEST(understand("what went wrong, only on db-2?", now).asks_only);
  BOOST_TEST(!understand("The file system becomes read-only. Why?", now).asks_only);
  BOOST_TEST(!understand("Disk full, with only few orders! What filled it?", now).asks_only);
}

BOOST_AUTO_TEST_CASE(hostile_questions_are_read_in_bounded_time) {
  std::string many;
  for (int i = 0; i < 20'000; ++i) many += "10:00 `a-" + std::to_string(i) + "` ";
  BOOST_TEST(understand(many, now).has_window);
  understand(std::string(1 << 20, '`'), now);
  understand("99:99 2026-99-99 31 Foo 0000-00-00 at 25:00", now);
}

BOOST_AUTO_TEST_SUITE_END()

#include "evidence/stated_limit.hpp"

#include <boost/test/unit_test.hpp>

#include <string>

using namespace fm::evidence;

namespace {
std::string both(std::string_view line) {
  const auto e = find_exceeded_time(line);
  return std::string(e.took) + "|" + std::string(e.expected);
}
}  // namespace

BOOST_AUTO_TEST_SUITE(stated_limits)

BOOST_AUTO_TEST_CASE(a_time_beside_the_expected_one_is_found_in_fields_and_sentences) {
  BOOST_TEST(
      both(
          R"({"ts":"2026-08-20T03:10:01.300Z","msg":"slow flush","took":"3.25s","expected-duration":"1s"})") ==
      "3.25s|1s");
  BOOST_TEST(both("flush took 3.2s (expected 100ms)") == "3.2s|100ms");
  BOOST_TEST(both("apply took longer than 500ms: 2.1s") == "2.1s|500ms");
  BOOST_TEST(both("call done duration=1m30s threshold=45s") == "1m30s|45s");
}

BOOST_AUTO_TEST_CASE(times_within_their_limit_and_single_times_say_nothing) {
  BOOST_TEST(both("flush took 20 ms (expected 100ms)") == "|");
  BOOST_TEST(both("flush took 3.2s") == "|");
  BOOST_TEST(both("timeout 5s, retry in 10s") == "|");
  BOOST_TEST(both("") == "|");
}

BOOST_AUTO_TEST_SUITE_END()

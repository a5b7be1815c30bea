#include "evidence/value_series.hpp"

#include <boost/test/unit_test.hpp>

#include <string>

using namespace fm::evidence;

namespace {

template <class Line>
std::vector<fact> followed(std::uint64_t lines, Line line) {
  value_series series;
  series.start(line(std::uint64_t{0}));
  for (std::uint64_t i = 0; i < lines; ++i)
    if (!series.empty()) series.add(i + 1, line(i), static_cast<micros>(i) * 1'000'000);
  std::vector<fact> facts;
  series.judge(facts);
  return facts;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(values_over_time)

BOOST_AUTO_TEST_CASE(durations_that_triple_are_slow_calls_with_both_values_and_their_lines) {
  auto facts = followed(1'000, [](std::uint64_t i) {
    return "GET /cart/" + std::to_string(i) + " took " +
           std::to_string(i < 600 ? 100 + i % 7 : 2'000 + i % 9) + "ms";
  });
  BOOST_TEST_REQUIRE(facts.size() == 1u);
  BOOST_TEST(facts[0].rule == "slow_call");
  BOOST_TEST(facts[0].get("to") == "2008");
  BOOST_TEST(facts[0].get("from").size() == 3u);
  BOOST_TEST(facts[0].lines.back().first > 600u);
  BOOST_TEST(facts[0].count == 1'000u);
}

BOOST_AUTO_TEST_CASE(columns_of_comma_separated_values_are_followed_by_the_names_in_their_header) {
  const std::string header = "time,instance,heap_mb,requests";
  BOOST_TEST(value_series::is_header(header));
  BOOST_TEST(!value_series::is_header("2026-07-14T00:00:00Z,cart-0,404,20"));
  auto row = [](std::uint64_t i, const char* instance, std::uint64_t heap) {
    return "2026-07-14T00:00:00Z," + std::string(instance) + "," + std::to_string(heap) + ",20" +
           std::to_string(i % 7);
  };
  auto judged = [&](std::uint64_t growth) {
    value_series series;
    series.start_columns(header, row(0, "cart-0", 400));
    for (std::uint64_t i = 0; i < 200; ++i) {
      series.add(2 * i + 2, row(i, "cart-0", 400 + growth * i), static_cast<micros>(i) * 1'000'000);
      series.add(2 * i + 3, row(i, "cart-1", 90), static_cast<micros>(i) * 1'000'000);
    }
    std::vector<fact> facts;
    series.judge(facts);
    return facts;
  };
  auto facts = judged(9);
  BOOST_TEST_REQUIRE(facts.size() == 1u);
  BOOST_TEST(facts[0].rule == "growing_value");
  BOOST_TEST(facts[0].get("name") == "heap_mb");
  BOOST_TEST(facts[0].get("from") == "400");
  BOOST_TEST(facts[0].lines.front().first == 1u);
  BOOST_TEST(judged(0).empty());
}

BOOST_AUTO_TEST_CASE(fields_of_json_are_followed_by_their_keys) {
  auto facts = followed(90, [](std::uint64_t i) {
    return R"({"msg":"done","took_ms":)" + std::to_string(i < 45 ? 50 : 900) + "}";
  });
  BOOST_TEST_REQUIRE(facts.size() == 1u);
  BOOST_TEST(facts[0].get("name") == "took_ms");
}

BOOST_AUTO_TEST_CASE(durations_that_are_slow_throughout_are_told_with_one_value) {
  auto facts =
      followed(300, [](std::uint64_t i) { return "took " + std::to_string(12'000 + i % 50) + "ms"; });
  BOOST_TEST_REQUIRE(facts.size() == 1u);
  BOOST_TEST(facts[0].get("from") == "");
  BOOST_TEST(!facts[0].get("value").empty());
  BOOST_TEST(facts[0].lines.size() == 1u);
}

BOOST_AUTO_TEST_CASE(short_durations_and_steady_ones_are_not_slow) {
  BOOST_TEST(followed(300, [](std::uint64_t i) {
               return "took " + std::to_string(i < 150 ? 2 : 30) + "ms";
             }).empty());
  BOOST_TEST(
      followed(300, [](std::uint64_t i) { return "took " + std::to_string(900 + i % 50) + "ms"; }).empty());
}

BOOST_AUTO_TEST_CASE(memory_that_only_grows_is_a_growing_value) {
  auto facts = followed(500, [](std::uint64_t i) { return "heap used " + std::to_string(100 + i) + "MB"; });
  BOOST_TEST_REQUIRE(facts.size() == 1u);
  BOOST_TEST(facts[0].rule == "growing_value");
  BOOST_TEST(facts[0].get("from") == "100");
}

BOOST_AUTO_TEST_CASE(warming_up_counters_and_settings_are_not_growing_values) {
  BOOST_TEST(followed(500, [](std::uint64_t i) {
               return "heap used " + std::to_string(i < 50 ? 100 + 10 * i : 600 + i * 31 % 17) + "MB";
             }).empty());
  BOOST_TEST(followed(500, [](std::uint64_t i) { return "queue_total=" + std::to_string(i); }).empty());
  BOOST_TEST(followed(500, [](std::uint64_t i) { return "uptime " + std::to_string(i * 10) + "s"; }).empty());
  BOOST_TEST(
      followed(500, [](std::uint64_t i) { return "order " + std::to_string(i) + " written"; }).empty());
}

BOOST_AUTO_TEST_SUITE_END()

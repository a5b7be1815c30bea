#include <fm/evaluation/report.hpp>

#include <boost/test/unit_test.hpp>

using namespace fm::evaluation;

namespace {

result some_result() {
  result r;
  r.incident = "disk-1";
  r.by = {"openai/m", "terse"};
  r.run = 2;
  r.how = standing::partly;
  r.facts = 3, r.found = 1;
  r.stands = true;
  r.unsupported = 4, r.calls = 5;
  r.input_tokens = 600, r.output_tokens = 70;
  r.cost = 1'234;
  r.took = 2'500'000;
  return r;
}

result not_run() {
  result r;
  r.incident = "dns-1";
  r.by = {"openai/m", "terse"};
  r.why = "there is no recording\n\x1b[31m";
  return r;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(results)

BOOST_AUTO_TEST_CASE(what_a_comparison_needs_is_read_again) {
  const auto read = read_results(to_json({some_result(), not_run()}, nullptr));
  BOOST_TEST_REQUIRE(!!read);
  BOOST_TEST_REQUIRE(read->size() == 2u);
  BOOST_TEST(read->at(0).incident == "disk-1");
  BOOST_TEST((read->at(0).by == contender{"openai/m", "terse"}));
  BOOST_TEST(read->at(0).run == 2u);
  BOOST_TEST((read->at(0).how == standing::partly));
  BOOST_TEST(read->at(0).found == 1u);
  BOOST_TEST(read->at(0).facts == 3u);
  BOOST_TEST((read->at(1).how == standing::not_run));
}

BOOST_AUTO_TEST_CASE(what_are_no_results_is_refused) {
  for (const auto* text : {"", "{}", "[]", R"({"format":"faultmaven.evaluation/1"})",
                           R"({"format":"faultmaven.evaluation/1","results":[{}]})",
                           R"({"format":"faultmaven.evaluation/1","results":[{"incident":"a","provider":"b",
                              "prompt":"c","outcome":"passed"}]})"})
    BOOST_TEST(!read_results(text), text);
}

BOOST_AUTO_TEST_CASE(what_was_not_run_counts_as_nothing_else) {
  const auto sums = summaries_of({some_result(), not_run()});
  BOOST_TEST_REQUIRE(sums.size() == 1u);
  BOOST_TEST(sums[0].runs == 2u);
  BOOST_TEST(sums[0].of(standing::right) == 0u);
  BOOST_TEST(sums[0].of(standing::partly) == 1u);
  BOOST_TEST(sums[0].of(standing::not_run) == 1u);
  BOOST_TEST(sums[0].facts == 3u);
}

BOOST_AUTO_TEST_CASE(the_table_says_it_to_people) {
  const auto text = table_of({some_result(), not_run()});
  BOOST_TEST(text.find("disk-1 #2") != std::string::npos, text);
  BOOST_TEST(text.find("1/3") != std::string::npos, text);
  BOOST_TEST(text.find("0.0012") != std::string::npos, text);
  BOOST_TEST(text.find("2.5 s") != std::string::npos, text);
  BOOST_TEST(text.find("not counted as anything else") != std::string::npos, text);
  // Of two runs one was made, and in that one the model's answer stands.
  BOOST_TEST(text.find("1/1") != std::string::npos, text);
  BOOST_TEST(text.find('\x1b') == std::string::npos, text);
  BOOST_TEST(table_of({}) == "nothing was run\n");
}

BOOST_AUTO_TEST_SUITE_END()

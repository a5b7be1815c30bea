// What is read out of a case's metadata, and small texts.
#include "reports/case_story.hpp"
#include "reports/page_writer.hpp"
#include "reports/report_types.hpp"

#include <fm/civil/iso_time.hpp>

#include <boost/test/unit_test.hpp>

using namespace fm;
using namespace fm::reports;

BOOST_AUTO_TEST_SUITE(case_story_text)

BOOST_AUTO_TEST_CASE(the_history_the_closing_and_the_conclusion_are_read) {
  const auto s = story_of(
      R"({"status_history":[{"from_status":"a","to_status":"b","changed_at":"2025-11-24T16:05:00.25Z","auto":true,"reason":null}],)"
      R"("closing":{"resolution":"fixed","resolution_notes":"n"},"investigation_state":{"is_stuck":true,)"
      R"("working_conclusion":{"statement":"s","confidence":7,"confidence_level":"verified","generated_at_turn":3},)"
      R"("progress":{"symptom_verified":true,"scope_assessed":false,"odd":true}}})");
  BOOST_REQUIRE(s.steps.size() == 1u);
  BOOST_TEST(s.steps[0].to == "b");
  BOOST_TEST(s.steps[0].at == 1'764'000'300 * second + 250'000);
  BOOST_TEST(s.steps[0].automatic);
  BOOST_TEST(s.resolution == "fixed");
  BOOST_TEST(s.concluded.turn == 3u);
  BOOST_TEST(s.concluded.confidence == 1);
  BOOST_TEST(s.stuck);
  BOOST_TEST(s.milestones == std::vector<std::string>{"symptom_verified"}, boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(the_older_key_of_the_investigation_is_read_too) {
  BOOST_TEST(story_of(R"({"investigation":{"working_conclusion":{"statement":"s"}}})").concluded.statement ==
             "s");
}

BOOST_AUTO_TEST_CASE(odd_metadata_tells_nothing) {
  for (const auto* text :
       {"", "[]", "nonsense", R"({"status_history":7,"closing":[],"investigation_state":"x"})",
        R"({"status_history":[1,{}],"investigation_state":{"progress":3,"working_conclusion":[]}})"})
    BOOST_TEST(story_of(text).concluded.statement.empty(), text);
}

BOOST_AUTO_TEST_CASE(times_are_read_as_people_and_programs_write_them) {
  constexpr auto t = 1'764'000'000 * second;
  BOOST_TEST(read_iso_time("1970-01-01").value() == 0);
  BOOST_TEST(read_iso_time("2025-11-24T16:00:00.5Z").value() == t + 500'000);
  BOOST_TEST(read_iso_time("2025-11-24 18:00+02:00").value() == t);
  BOOST_TEST(read_iso_time("2025-11-24T16:00:00.123456789").value() == t + 123'456);
  BOOST_TEST(read_iso_time("2025-11-24t11:00:00-0500").value() == t);
  for (const auto* text : {"", "2025", "2025-11-24X16:00", "2025-13-24T16:00:00Z", "2025-02-30",
                           "2025-11-24T16:00:00.Z", "2025-1a-24T16:00:00Z", "2025-11-24T24:00:00Z",
                           "2025-11-24T16:00:00Zx", "2025-11-24T16:00:00+9", "2025-11-24T16"})
    BOOST_TEST(!read_iso_time(text), text);
}

BOOST_AUTO_TEST_CASE(durations_read_well) {
  BOOST_TEST(duration_text(45 * second) == "45 s");
  BOOST_TEST(duration_text(59 * minute) == "59 min");
  BOOST_TEST(duration_text(125 * minute) == "2 h 5 min");
  BOOST_TEST(duration_text(120 * minute) == "2 h");
  BOOST_TEST(duration_text(3000 * minute) == "2 d 2 h");
}

BOOST_AUTO_TEST_CASE(long_text_is_cut_between_characters_and_lines_are_joined) {
  BOOST_TEST(one_line(" a\r\n\tb  c ", 99) == "a b c");
  BOOST_TEST(one_line("äöüß", 2) == "äö…");
  BOOST_TEST(one_line("ab", 2) == "ab");
  BOOST_TEST(one_line("ab c", 2) == "ab…");
  BOOST_TEST(one_line("", 2).empty());
}

BOOST_AUTO_TEST_CASE(titles_and_file_names) {
  BOOST_TEST(title_of("post_mortem", "Orders\nfail") == "Post-mortem: Orders fail");
  BOOST_TEST(title_of("runbook", " ") == "Runbook: a case without a title");
  BOOST_TEST(file_name_of("Runbook: ../../etc/passwd \"x\"\r\n", 2, "md") == "Runbook-etc-passwd-x-v2.md");
  BOOST_TEST(file_name_of("***", 1, "pdf") == "report-v1.pdf");
  const auto longest = file_name_of(std::string(99, 'a') + "äöüäöüäöüäöüäöüäöüäöü", 1, "md");
  BOOST_TEST(longest.size() < 130u);
  const auto last = longest.substr(longest.size() - 8, 2);
  BOOST_TEST((last == "ä" || last == "ö" || last == "ü"));
}

BOOST_AUTO_TEST_CASE(citations_name_lines_and_passages) {
  agent::citation c;
  c.evidence = 2, c.lines = {{3, 5}, {9, 9}, {11, 12}, {40, 40}};
  BOOST_TEST(citation_text(c) == "E2:L3-L5,L9,L11-L12,…");
  agent::citation k;
  k.passage = 1, k.anchor = "fix";
  BOOST_TEST(citation_text(k) == "K1#fix");
}

BOOST_AUTO_TEST_SUITE_END()

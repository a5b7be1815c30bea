#include "evidence/analyse.hpp"

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <string>

using namespace fm::evidence;

namespace {
file_result read(const std::string& text, const std::string& name = "x.log") {
  memory_source source(text);
  return analyse_file(1, name, source, {});
}
}  // namespace

BOOST_AUTO_TEST_SUITE(analysing_files)

BOOST_AUTO_TEST_CASE(an_empty_file_is_empty_and_no_error) {
  for (std::string text : {"", "\n\n", "   \t\n"}) {
    auto r = read(text);
    BOOST_TEST(r.error == "");
    BOOST_TEST((r.found.kind == kind::empty));
  }
}

BOOST_AUTO_TEST_CASE(what_is_no_text_is_refused_with_advice) {
  auto zip = read(std::string("PK\x03\x04", 4) + std::string(100, '\0'));
  BOOST_TEST(zip.error.find("zip") != std::string::npos);
  auto binary = read(std::string(5'000, '\0'));
  BOOST_TEST(binary.error != "");
}

BOOST_AUTO_TEST_CASE(a_log_without_any_time_says_so_and_still_makes_facts) {
  auto r = read("starting\nERROR: No space left on device\nERROR: No space left on device\n");
  BOOST_TEST(r.error == "");
  BOOST_TEST_REQUIRE(!r.found.facts.empty());
  BOOST_TEST(r.found.facts.front().rule == "disk_full");
  BOOST_TEST(r.found.first == no_time);
  bool said = false;
  for (const auto& n : r.found.notes) said = said || n.find("no line carries a time") != std::string::npos;
  BOOST_TEST(said);
}

BOOST_AUTO_TEST_CASE(one_endless_line_costs_no_memory_and_is_cut) {
  auto r = read(std::string(5u << 20, 'x') + "\nERROR disk full\n");
  BOOST_TEST(r.error == "");
  BOOST_TEST(r.found.lines == 2u);
}

BOOST_AUTO_TEST_CASE(the_analysis_can_be_cancelled) {
  std::string log;
  while (log.size() < (20u << 20)) log += "2026-03-01T10:00:00Z INFO request served in 12 ms by worker 3\n";
  memory_source source(log);
  auto r = analyse_file(1, "x.log", source, {}, [](std::uint64_t) { return false; });
  BOOST_TEST(r.error.find("cancelled") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(every_line_is_assigned_one_template_in_order) {
  std::string log = "10:00:00 INFO a 1 b\n10:00:01 INFO a 2 b\n\n  at x\n10:00:02 INFO other words here\n";
  memory_source source(log);
  std::vector<std::uint32_t> ids;
  auto mined = mine_templates(source, {}, &ids);
  BOOST_TEST(mined.error == "");
  BOOST_TEST_REQUIRE(ids.size() == 5u);
  BOOST_TEST(ids[0] == ids[1]);
  BOOST_TEST(ids[0] != ids[4]);
  std::uint64_t sum = 0;
  for (const auto& p : mined.patterns) sum += p.count;
  BOOST_TEST(sum == 5u);
}

BOOST_AUTO_TEST_CASE(lines_that_a_question_asks_for_are_counted_in_every_kind_of_text) {
  sought_part status, timeout, host;
  status.statuses = {"502"};
  timeout.words = {"timeout", "timed out"};
  host.words = {"db-2"}, host.border = word_border::whole;
  analysis_options how;
  how.sought = {{"502", {status}}, {"timeout db-2", {timeout, host}}};
  const auto count_in = [&](const std::string& text) {
    memory_source source(text);
    std::vector<std::string> out;
    for (const auto& f : analyse_file(1, "x.log", source, how).found.facts)
      if (!f.get("asked").empty()) out.push_back(f.get("asked") + " " + std::to_string(f.count));
    return out;
  };
  const std::string access =
      "10.0.0.1 - - [12/May/2026:10:00:01 +0000] \"GET /a HTTP/1.1\" 200 502 \"-\" \"curl\"\n"
      "10.0.0.1 - - [12/May/2026:10:00:02 +0000] \"GET /b HTTP/1.1\" 502 173 \"-\" \"curl\"\n";
  BOOST_TEST(count_in(access) == std::vector<std::string>{"502 1"}, boost::test_tools::per_element());
  const std::string log =
      "2026-05-12T10:00:01Z ERROR db-2: request timed out\n2026-05-12T10:00:02Z ERROR db-21: timeout\n"
      "2026-05-12T10:00:03Z WARN timeout of db-2\n";
  BOOST_TEST(count_in(log) == std::vector<std::string>{"timeout db-2 2"}, boost::test_tools::per_element());
  const std::string pasted =
      "$ df -h\nFilesystem Size Used Avail Use% Mounted on\n/dev/sda1 10G 1G 9G 10% /\n" + log;
  BOOST_TEST(count_in(pasted) == std::vector<std::string>{"timeout db-2 2"},
             boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(a_time_in_which_requests_of_one_path_are_slow_has_its_path_and_ends) {
  const auto log = [](bool single) {
    std::string out;
    for (int i = 0; i < 240; ++i) {
      const std::string clock = std::to_string(10 + i / 60) + ":" + std::to_string(10 + i % 50);
      const bool slow = i % 2 == 0 && (single ? i % 40 == 0 : i >= 120 && i < 160);
      out += "10.0.0.1 - - [12/May/2026:10:" + clock + " +0000] \"GET " +
             (i % 2 == 0 ? "/pay?id=7" : "/cart") +
             " HTTP/1.1\" 200 512 \"-\" \"curl\" rt=" + (slow ? "4.125" : "0.040") + "\n";
    }
    return out;
  };
  const auto found = read(log(false)).found;
  const auto at = std::find_if(found.facts.begin(), found.facts.end(),
                               [](const fact& f) { return f.rule == "requests_slow"; });
  BOOST_TEST_REQUIRE((at != found.facts.end()));
  BOOST_TEST(at->get("path") == "/pay");
  BOOST_TEST(at->get("slow") == "4.125");
  BOOST_TEST(at->get("usual") == "0.040");
  BOOST_TEST(at->count == 20u);
  // Single slow requests now and then are no such time.
  for (const auto& f : read(log(true)).found.facts) BOOST_TEST(f.rule != "requests_slow");
}

BOOST_AUTO_TEST_SUITE_END()

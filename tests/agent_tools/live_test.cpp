// The tools on real files, in a real actor system.
#include <fm/agent/spawn.hpp>
#include <fm/test/work_world.hpp>

#include <boost/test/unit_test.hpp>

using namespace fm;
using namespace fm::test;

namespace {

struct live {
  work_world w;
  agent::tools_handle tools;
  std::string case_id;

  live() {
    w.start();
    tools = agent::spawn_tools(w.system(), "UTC");
    must(w.ask(w.jobs.board, jobs::resume_all{}));
    case_id = w.new_case();
  }
  std::string upload(const std::string& name, std::string_view bytes) {
    auto e = w.upload(case_id, name, bytes);
    w.ended(e.job_id);
    return e.id;
  }
  outcome<agent::tool_result> run(const std::string& tool, const std::string& arguments,
                                  const std::string& user = "ann") {
    return w.ask(tools, agent::run_tool{case_id, tool, arguments}, user);
  }
  evidence::case_analysed analysed() {
    evidence::analyse_case m;
    m.case_id = case_id;
    return must(w.ask(w.evidence.analysis, m));
  }
};

std::string log_of(int lines) {
  std::string out;
  for (int i = 0; i < lines; ++i)
    out +=
        "2026-03-01T10:00:" + std::to_string(10 + i % 50) +
        (i % 3 == 0 ? "Z ERROR shop write failed: No space left on device\n" : "Z INFO shop order stored\n");
  return out;
}

}  // namespace

BOOST_FIXTURE_TEST_SUITE(live_tools, live)

BOOST_AUTO_TEST_CASE(files_have_the_numbers_under_which_a_turn_cites_them) {
  upload("first.log", log_of(30));
  upload("shot.png", std::string("\x89PNG\r\n\x1a\n\0\0\0\0", 12));
  upload("second.log", log_of(60));
  upload("again.log", log_of(30));
  const auto turn = analysed();
  const auto files = must(w.ask(w.evidence.analysis, evidence::list_case_files{case_id}));
  BOOST_TEST_REQUIRE(files.files.size() == turn.ids.size());
  for (std::size_t i = 0; i < turn.ids.size(); ++i) {
    BOOST_TEST(files.files[i].number == i + 1);
    BOOST_TEST(files.files[i].id == turn.ids[i]);
    BOOST_TEST(files.files[i].name == turn.found.digests[i].name);
    BOOST_TEST(files.files[i].lines == turn.found.digests[i].lines);
  }
  BOOST_TEST(files.files.at(2).same_as == 1u);
  BOOST_TEST_REQUIRE(files.notes.size() == 1u);
  BOOST_TEST(files.notes[0].find("'shot.png' was left out") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(the_lines_that_facts_cite_are_the_lines_that_are_read) {
  upload("shop.log", log_of(60));
  const auto turn = analysed();
  BOOST_TEST_REQUIRE(!turn.found.digests.at(0).facts.empty());
  for (const auto& f : turn.found.digests[0].facts) {
    if (f.quote.empty()) continue;
    const auto line = std::to_string(f.quote_line);
    const auto r =
        must(run("read_lines", R"({"evidence":"E1","first":)" + line + R"(,"last":)" + line + "}"));
    BOOST_TEST(r.citables.at(0).name == "E1:" + line);
    BOOST_TEST(r.citables[0].text.find(f.quote) != std::string::npos);
  }
}

BOOST_AUTO_TEST_CASE(a_search_finds_and_a_case_of_somebody_else_does_not_exist) {
  upload("shop.log", log_of(60));
  const auto r =
      must(run("search_evidence", R"({"query":"no space","severity_at_least":"error","limit":5})"));
  BOOST_TEST(r.total == 20u);
  BOOST_TEST(r.shown == 5u);
  BOOST_TEST(r.citables.at(0).name == "E1:1");
  const auto next =
      must(run("search_evidence",
               R"({"query":"no space","severity_at_least":"error","cursor":")" + r.next_cursor + "\"}"));
  BOOST_TEST(next.shown == 15u);
  BOOST_TEST(next.citables.at(0).name == "E1:16");
  auto foreign = run("search_evidence", R"({"query":"x"})", "eve");
  BOOST_TEST((!foreign && foreign.error().code == ec::not_found));
}

BOOST_AUTO_TEST_CASE(evidence_that_is_deleted_is_gone_from_the_tools) {
  const auto id = upload("shop.log", log_of(60));
  upload("other.log", log_of(9));
  const auto first = must(run("search_evidence", R"({"query":"shop","limit":5})"));
  must(w.ask(w.evidence.records, evidence::delete_evidence{id}));
  const auto next =
      must(run("search_evidence", R"({"query":"shop","limit":5,"cursor":")" + first.next_cursor + "\"}"));
  BOOST_TEST(next.error == "invalid_arguments");
  BOOST_TEST(next.text.find("the evidence of the case has changed") != std::string::npos);
  BOOST_TEST(must(run("search_evidence", R"({"query":"shop"})")).total == 9u);
}

BOOST_AUTO_TEST_CASE(earlier_cases_are_those_of_the_caller) {
  auto open = [&](const std::string& title, const std::string& problem, const std::string& user) {
    cases::create_case m;
    m.title = title, m.description = problem;
    return must(w.ask(w.cases.all, m, user)).id;
  };
  const auto mine = open("Disk full on db-1", "No space left on device", "ann");
  open("Disk full on db-9", "No space left on device", "eve");
  cases::add_hypothesis h;
  h.case_id = mine, h.title = "Old archives filled the volume", h.confidence = .9;
  must(w.ask(w.cases.one, h));
  cases::add_solution s;
  s.case_id = mine, s.title = "Remove archives";
  must(w.ask(w.cases.one, s));
  const auto r = must(run("similar_cases", R"({"query":"disk full, no space"})"));
  BOOST_TEST(r.total == 1u);
  BOOST_TEST(r.text.find("Disk full on db-1") != std::string::npos, r.text);
  BOOST_TEST(r.text.find("Root cause: Old archives filled the volume") != std::string::npos, r.text);
  BOOST_TEST(r.text.find("Solution: Remove archives") != std::string::npos, r.text);
  BOOST_TEST(r.text.find("db-9") == std::string::npos);
}

BOOST_AUTO_TEST_SUITE_END()

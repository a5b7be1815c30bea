// Passages of the knowledge base and earlier cases.
#include "tools/library.hpp"

#include "tool_support.hpp"
#include "tools/catalog.hpp"

#include <boost/test/unit_test.hpp>

using namespace fm;
using namespace fm::agent;
using namespace fm::agent::tools;

namespace {

past_case some_case(std::string id, std::string title, std::string problem, std::string cause = "",
                    std::vector<std::string> solutions = {}) {
  past_case c;
  c.id = std::move(id), c.title = std::move(title), c.problem = std::move(problem);
  c.root_cause = std::move(cause), c.solutions = std::move(solutions), c.status = "closed";
  c.updated = ten;
  return c;
}

const std::vector<past_case>& cases() {
  static const std::vector<past_case> all = {
      some_case("1", "Orders fail", "Payments time out since noon",
                "The connection pool of orders is exhausted", {"Enlarge the pool"}),
      some_case("2", "Disk full on db-1", "PostgreSQL stopped", "No space left on device",
                {"Removed old archives: wal files"}),
      some_case("3", "Slow login", "Users wait for minutes", "", {}),
      some_case("4", "Case-0301-1", "", "", {}),
  };
  return all;
}

std::string order(std::string_view query) {
  std::string out;
  for (const auto& s : similar_to(query, cases())) out += s.what->id;
  return out;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(library)

BOOST_AUTO_TEST_CASE(cases_resemble_by_what_they_were_about_and_how_they_ended) {
  BOOST_TEST(order("connection pool exhausted") == "1");
  BOOST_TEST(order("no space left, postgresql down") == "2");
  BOOST_TEST(order("ARCHIVE of wal") == "2");  // of a solution, in whatever form
  BOOST_TEST(order("the users and the disks").substr(0, 1) != "");
  BOOST_TEST(order("kubernetes ingress certificate") == "");
  BOOST_TEST(order("what is the and") == "");
  BOOST_TEST(order("") == "");
  for (const auto& s : similar_to(cases()[0].title + cases()[0].problem, cases()))
    BOOST_TEST((s.score > 0 && s.score <= 1));
}

BOOST_AUTO_TEST_CASE(the_present_case_is_what_is_compared_when_nothing_is_asked) {
  past_cases found;
  found.cases = cases();
  found.present = some_case("9", "PostgreSQL is down", "no space left on device");
  found.more = true;
  const auto c = some_call("similar_cases");
  const auto r = show_similar(c, plan_similar(c), found);
  BOOST_TEST(r.total == 1u);
  BOOST_TEST(
      r.text.find("C1 \"Disk full on db-1\" (closed, last changed 2026-03-01T10:00:00Z") != std::string::npos,
      r.text);
  BOOST_TEST(r.text.find("Root cause: No space left on device") != std::string::npos);
  BOOST_TEST(r.text.find("Solution: Removed old archives") != std::string::npos);
  BOOST_TEST(r.text.find("only the latest 4 cases were compared") != std::string::npos);
  BOOST_TEST(r.citables.at(0).name == "C1");
}

BOOST_AUTO_TEST_CASE(passages_keep_their_numbers_over_pages) {
  auto c = some_call("search_knowledge", R"({"query":"pool","limit":2})");
  knowledge::passages_found found;
  found.results.resize(1);
  for (int i = 0; i < 5; ++i) {
    knowledge::passage p;
    p.path = "pools.md", p.headings = {"Pools", "Size"}, p.text = "part " + std::to_string(i);
    p.first_line = 3, p.last_line = 9, p.score = .5;
    found.results[0].push_back(p);
  }
  found.results[0][3].text = std::string(5'000, 'x');
  auto r = show_knowledge(plan_knowledge(c), found);
  BOOST_TEST(r.shown == 2u);
  BOOST_TEST(r.total == 5u);
  BOOST_TEST(r.citables.at(1).name == "K2");
  BOOST_TEST(r.text.find("K1 pools.md: Pools > Size (lines 3 to 9, score 0.50)\npart 0") !=
             std::string::npos);
  c.arguments.set("cursor", r.next_cursor);
  r = show_knowledge(plan_knowledge(c), found);
  BOOST_TEST(r.citables.at(0).name == "K3");
  BOOST_TEST(r.citables.at(1).text.size() < 1'600u);
  BOOST_TEST(r.text.find("xxx…") != std::string::npos);
  const auto none = show_knowledge(plan_knowledge(some_call("search_knowledge", R"({"query":"q"})")), {});
  BOOST_TEST(none.total == 0u);
  BOOST_TEST(none.text.find("No passage") == 0u);
}

BOOST_AUTO_TEST_SUITE_END()

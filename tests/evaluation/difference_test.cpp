#include <fm/evaluation/report.hpp>

#include <boost/test/unit_test.hpp>

using namespace fm::evaluation;

namespace {

const contender builtin{"builtin", "-"}, model{"openai/m", "default"};

result run_of(std::string incident, standing how, std::uint32_t found = 0, std::uint32_t facts = 0,
              contender by = builtin, std::uint32_t run = 1) {
  result out;
  out.incident = std::move(incident);
  out.by = std::move(by);
  out.how = how;
  out.found = found, out.facts = facts;
  out.run = run;
  return out;
}

std::string names_of(const std::vector<change>& all) {
  std::string out;
  for (const auto& c : all) out += (out.empty() ? "" : " ") + c.incident;
  return out;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(differences)

BOOST_AUTO_TEST_CASE(each_incident_is_in_one_list) {
  const auto d = compare({run_of("same", standing::right, 1, 1), run_of("up", standing::wrong, 0, 1),
                          run_of("down", standing::right, 1, 1), run_of("gone", standing::right, 1, 1),
                          run_of("stopped", standing::right, 1, 1), run_of("resumed", standing::not_run),
                          run_of("still", standing::not_run)},
                         {run_of("same", standing::right, 1, 1), run_of("up", standing::unsure, 0, 1),
                          run_of("down", standing::partly, 1, 1), run_of("new", standing::right, 1, 1),
                          run_of("stopped", standing::not_run), run_of("resumed", standing::wrong, 0, 1),
                          run_of("still", standing::not_run)});
  BOOST_TEST(names_of(d.better) == "up");
  BOOST_TEST(names_of(d.worse) == "down");
  BOOST_TEST(names_of(d.added) == "new");
  BOOST_TEST(names_of(d.gone) == "gone");
  BOOST_TEST(names_of(d.stopped) == "stopped");
  BOOST_TEST(names_of(d.resumed) == "resumed");
  BOOST_TEST(d.same == 2u);
}

BOOST_AUTO_TEST_CASE(within_a_standing_the_share_of_the_facts_counts) {
  const auto half = run_of("a", standing::partly, 1, 2), third = run_of("a", standing::partly, 1, 3);
  BOOST_TEST(names_of(compare({third}, {half}).better) == "a");
  BOOST_TEST(names_of(compare({half}, {third}).worse) == "a");
  BOOST_TEST(compare({half}, {run_of("a", standing::partly, 2, 4)}).same == 1u);
}

BOOST_AUTO_TEST_CASE(an_incident_stands_as_its_worst_run) {
  const std::vector<result> mixed{run_of("a", standing::right, 1, 1, model, 1),
                                  run_of("a", standing::wrong, 0, 1, model, 2)};
  BOOST_TEST(names_of(compare({run_of("a", standing::right, 1, 1, model)}, mixed).worse) == "a");
  const std::vector<result> one_missing{run_of("a", standing::right, 1, 1, model, 1),
                                        run_of("a", standing::not_run, 0, 0, model, 2)};
  BOOST_TEST(names_of(compare({run_of("a", standing::right, 1, 1, model)}, one_missing).stopped) == "a");
}

BOOST_AUTO_TEST_CASE(others_are_not_compared) {
  // A contender that was not asked now, and incidents that were not chosen, are not gone.
  const auto d = compare(
      {run_of("a", standing::right), run_of("b", standing::right), run_of("a", standing::right, 0, 0, model)},
      {run_of("a", standing::right)}, {"a"});
  BOOST_TEST(d.gone.empty());
  BOOST_TEST(d.same == 1u);
}

BOOST_AUTO_TEST_CASE(people_see_sums_and_both_standings) {
  const auto text = text_of(
      compare({run_of("a", standing::wrong, 0, 1)}, {run_of("a", standing::right, 1, 1)}), "last.json");
  BOOST_TEST(text.find("Since last.json: 1 better, 0 worse") == 0u, text);
  BOOST_TEST(text.find("wrong (0/1) -> right (1/1)") != std::string::npos, text);
}

BOOST_AUTO_TEST_SUITE_END()

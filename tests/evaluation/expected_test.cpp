#include <fm/evaluation/expected.hpp>

#include <boost/test/unit_test.hpp>

using namespace fm;
using namespace fm::evaluation;

namespace {

agent::investigation answer(agent::verdict verdict, std::vector<std::string> conclusion) {
  agent::investigation out;
  out.verdict = verdict;
  out.level = "confident";
  for (auto& text : conclusion) {
    agent::claim c;
    c.text = std::move(text);
    out.conclusion.push_back(std::move(c));
  }
  out.answer = "The lead.\n\nThe rest.\nA last line";
  return out;
}

standing stands(const std::string& expected, const agent::investigation& found) {
  const auto read = read_expected(expected);
  BOOST_TEST_REQUIRE(read.fault == "");
  return judge(read, found).how;
}

const auto disk = answer(agent::verdict::problem, {"The disk is full.", "Writes fail."});

}  // namespace

BOOST_AUTO_TEST_SUITE(expectations)

BOOST_AUTO_TEST_CASE(conditions_are_read_between_words) {
  const auto read = read_expected(
      "The truth: the disk is full (must be seen).\r\nmust (top): (?i)disk\r\nmust not (all): memory\n");
  BOOST_TEST(read.fault == "");
  BOOST_TEST_REQUIRE(read.conditions.size() == 2u);
  BOOST_TEST(read.conditions[0].must);
  BOOST_TEST((read.conditions[0].where == place::top));
  BOOST_TEST(read.conditions[0].pattern == "(?i)disk");
  BOOST_TEST(!read.conditions[1].must);
  BOOST_TEST((read.conditions[1].where == place::all));
}

BOOST_AUTO_TEST_CASE(what_cannot_be_judged_is_a_fault_and_never_right) {
  BOOST_TEST(read_expected("").fault.find("no line 'must") != std::string::npos);
  BOOST_TEST(read_expected("must not (all): x").fault.find("no line 'must") != std::string::npos);
  BOOST_TEST(read_expected("must (everywhere): x").fault.find("'everywhere'") != std::string::npos);
  // Python takes what looks ahead, RE2 does not.
  BOOST_TEST(read_expected("must (top): (?=disk)x").fault.find("cannot be used") != std::string::npos);
  BOOST_TEST(read_expected("must (top): (").fault.find("cannot be used") != std::string::npos);
  std::string many;
  for (int i = 0; i < 200; ++i) many += "must (all): x\n";
  BOOST_TEST(read_expected(many).fault.find("100") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(each_place_is_its_own) {
  auto found = disk;
  agent::hypothesis h;
  h.statement.text = "Old archives filled it.";
  found.hypotheses = {h};
  BOOST_TEST((stands("must (first): disk", found) == standing::right));
  BOOST_TEST((stands("must (first): archives", found) == standing::wrong));
  BOOST_TEST((stands("must (top): archives", found) == standing::right));
  BOOST_TEST((stands("must (top): Writes", found) == standing::wrong));
  BOOST_TEST((stands("must (answer): Writes", found) == standing::right));
  BOOST_TEST((stands("must (answer): rest", found) == standing::wrong));
  BOOST_TEST((stands("must (all): rest", found) == standing::right));
  // The marks of begin and end are those of lines.
  BOOST_TEST((stands("must (all): ^The rest\\.$", found) == standing::right));
  const auto silent = answer(agent::verdict::problem, {});
  BOOST_TEST((stands("must (first): ^The lead", silent) == standing::right));
}

BOOST_AUTO_TEST_CASE(standings_tell_wrong_from_unsure_and_half_from_whole) {
  BOOST_TEST((stands("must (all): rest\nmust (first): disk", disk) == standing::right));
  BOOST_TEST((stands("must (all): rest\nmust (first): memory", disk) == standing::partly));
  BOOST_TEST((stands("must (first): disk\nmust not (answer): fail", disk) == standing::partly));
  BOOST_TEST((stands("must (first): memory", disk) == standing::wrong));
  auto doubting = disk;
  doubting.level = "speculation";
  BOOST_TEST((stands("must (first): memory", doubting) == standing::unsure));
  doubting = disk;
  doubting.verdict = agent::verdict::unanswered;
  BOOST_TEST((stands("must (first): memory", doubting) == standing::unsure));
  doubting.verdict = agent::verdict::healthy;
  BOOST_TEST((stands("must (first): memory", doubting) == standing::wrong));
}

BOOST_AUTO_TEST_CASE(facts_are_what_must_be_there) {
  const auto judged = judge(
      read_expected("must (first): disk\nmust (first): memory\nmust not (answer): fail\nmust not (all): cat"),
      disk);
  BOOST_TEST(judged.facts == 2u);
  BOOST_TEST(judged.found == 1u);
  BOOST_TEST(judged.unmet == (std::vector<std::string>{"lacks memory", "has fail"}),
             boost::test_tools::per_element());
}

BOOST_AUTO_TEST_SUITE_END()

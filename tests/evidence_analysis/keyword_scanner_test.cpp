#include "evidence/keyword_scanner.hpp"

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <random>
#include <set>

using fm::evidence::keyword_scanner;

namespace {
std::vector<int> found(const keyword_scanner& scanner, std::string_view text) {
  std::vector<int> out;
  scanner.find(text, out);
  return out;
}
}  // namespace

BOOST_AUTO_TEST_SUITE(keyword_scanning)

BOOST_AUTO_TEST_CASE(words_inside_and_across_each_other_are_all_found) {
  keyword_scanner scanner({"he", "she", "his", "hers"});
  BOOST_TEST(found(scanner, "ushers") == (std::vector<int>{0, 1, 3}), boost::test_tools::per_element());
  BOOST_TEST(found(scanner, "this") == (std::vector<int>{2}), boost::test_tools::per_element());
  BOOST_TEST(found(scanner, "nothing").empty());
}

BOOST_AUTO_TEST_CASE(case_does_not_matter_and_any_byte_may_stand_between) {
  keyword_scanner scanner({"no space", "refused"});
  const std::string text("\xff\0 NO SPACE \x80 ReFused", 22);
  BOOST_TEST(found(scanner, text) == (std::vector<int>{0, 1}), boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(a_word_that_occurs_often_is_named_once) {
  keyword_scanner scanner({"a"});
  BOOST_TEST(found(scanner, std::string(10'000, 'a')).size() == 1u);
}

BOOST_AUTO_TEST_CASE(what_is_found_is_what_a_search_for_each_word_finds) {
  // Words of two letters overlap in every way; long ones leave the rows near the root.
  std::mt19937 random(7);
  const auto text_of = [&](std::size_t longest) {
    std::string text(1 + random() % longest, 'a');
    for (auto& c : text) c = "ab"[random() % 2];
    return text;
  };
  for (int round = 0; round < 200; ++round) {
    std::set<std::string> distinct;
    while (distinct.size() < 12) distinct.insert(text_of(9));
    std::vector<std::string> words(distinct.begin(), distinct.end());
    std::shuffle(words.begin(), words.end(), random);
    const keyword_scanner scanner(words);
    const auto text = text_of(40);
    std::vector<int> expected;
    for (std::size_t i = 0; i < words.size(); ++i)
      if (text.find(words[i]) != text.npos) expected.push_back(static_cast<int>(i));
    BOOST_TEST(found(scanner, text) == expected, boost::test_tools::per_element());
    BOOST_TEST(scanner.any(text) == !expected.empty());
  }
}

BOOST_AUTO_TEST_CASE(a_word_that_is_listed_twice_has_both_numbers_and_an_empty_one_none) {
  keyword_scanner scanner({"lost", "", "lost"});
  BOOST_TEST(found(scanner, "is lost") == (std::vector<int>{0, 2}), boost::test_tools::per_element());
  BOOST_TEST(!keyword_scanner({}).any("anything"));
}

BOOST_AUTO_TEST_SUITE_END()

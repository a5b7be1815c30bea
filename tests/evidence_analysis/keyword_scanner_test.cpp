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
  // Words of two letters overlap in every way.
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

BOOST_AUTO_TEST_CASE(words_of_every_length_are_found_wherever_they_stand_in_a_long_text) {
  // A text is looked at in blocks: words stand at, across and behind their ends.
  const std::vector<std::string> words{"~",     "rc",        "eof", "lost", "no space left on device",
                                       "space", "=\xc3\xa9="};
  const keyword_scanner scanner(words);
  for (std::size_t i = 0; i < words.size(); ++i)
    for (std::size_t before = 0; before<2'100; before += before % 1'024> 990 || before < 5 ? 1 : 7)
      for (const std::size_t behind : {0u, 1u, 40u}) {
        auto text = std::string(before, '.') + words[i] + std::string(behind, '.');
        for (auto& c : text)
          if (c >= 'a' && c <= 'z' && before % 2 == 0) c = static_cast<char>(c - 'a' + 'A');
        const std::vector<int> expected =
            words[i].starts_with("no") ? std::vector<int>{4, 5} : std::vector<int>{static_cast<int>(i)};
        BOOST_REQUIRE_MESSAGE(found(scanner, text) == expected, words[i] << " behind " << before);
        BOOST_REQUIRE(scanner.any(text));
        BOOST_REQUIRE(!scanner.any(std::string_view(text).substr(0, before + words[i].size() - 1)) ||
                      words[i].starts_with("no"));
      }
}

BOOST_AUTO_TEST_CASE(more_words_than_may_be_compared_at_one_place_are_refused) {
  std::vector<std::string> words;
  for (std::size_t i = 4; i < 4 + keyword_scanner::most_alike; ++i) words.emplace_back(i, 'a');
  BOOST_TEST(keyword_scanner(words).complete());
  words.emplace_back(4 + keyword_scanner::most_alike, 'a');
  const keyword_scanner refused(words);
  BOOST_TEST(!refused.complete());
  BOOST_TEST(!refused.any(std::string(500, 'a')));
  // Words with letters of their own may be as many as they like.
  for (auto& w : words) w += std::to_string(1'000'000 + w.size() * 977);
  BOOST_TEST(keyword_scanner(words).complete());
}

BOOST_AUTO_TEST_CASE(a_word_that_is_listed_twice_has_both_numbers_and_an_empty_one_none) {
  keyword_scanner scanner({"lost", "", "lost"});
  BOOST_TEST(found(scanner, "is lost") == (std::vector<int>{0, 2}), boost::test_tools::per_element());
  BOOST_TEST(!keyword_scanner({}).any("anything"));
}

BOOST_AUTO_TEST_SUITE_END()

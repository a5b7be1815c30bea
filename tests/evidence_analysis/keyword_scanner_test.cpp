#include "evidence/keyword_scanner.hpp"

#include <boost/test/unit_test.hpp>

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

BOOST_AUTO_TEST_SUITE_END()

#include "evidence/required_words.hpp"

#include <fm/evidence/rule_book.hpp>

#include <boost/test/unit_test.hpp>

#include <algorithm>

namespace {

using namespace fm::evidence;
using groups = std::vector<std::vector<std::string>>;

groups groups_of(std::string_view expression) {
  auto words = required_words_of(expression);
  for (auto& g : words.groups) std::sort(g.begin(), g.end());
  std::sort(words.groups.begin(), words.groups.end());
  return words.groups;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(words_that_expressions_require)

BOOST_AUTO_TEST_CASE(each_part_that_always_stands_is_a_group_of_its_alternatives) {
  BOOST_CHECK((groups_of("connection (?:refused|reset) by (?P<target>\\S+)") ==
               groups{{"connection refused by ", "connection reset by "}}));
  BOOST_CHECK((groups_of("disk [^\\n]{0,40} full") == groups{{" full"}, {"disk "}}));
  BOOST_CHECK((groups_of("(?:no space|quota) .* (?:left|exceeded)") ==
               groups{{" exceeded", " left"}, {"no space ", "quota "}}));
}

BOOST_AUTO_TEST_CASE(words_are_in_lower_case_and_those_of_two_letters_do_not_count) {
  BOOST_CHECK((groups_of("FATAL|Panic") == groups{{"fatal", "panic"}}));
  BOOST_CHECK(groups_of("ab\\d+").empty());
  BOOST_CHECK(groups_of("full|ab").empty());
}

BOOST_AUTO_TEST_CASE(what_does_not_compile_says_so) {
  BOOST_TEST(!required_words_of("a(b").compiles);
  BOOST_TEST(required_words_of("a(b)").compiles);
}

BOOST_AUTO_TEST_CASE(what_the_build_has_worked_out_is_what_the_packs_say_today) {
  const auto known = built_in_required_words();
  BOOST_REQUIRE(std::is_sorted(known.begin(), known.end(),
                               [](const auto& a, const auto& b) { return a.expression < b.expression; }));
  std::size_t expressions = 0;
  const auto read = read_packs(built_in_packs());
  for (const auto& rule : read.book->rules())
    for (const auto& p : rule.any) {
      std::string text;
      for (const auto& group : required_words_of(p.expression).groups) {
        for (const auto& word : group) text += word + "\n";
        text += "\n";
      }
      const auto at = std::find_if(known.begin(), known.end(), [&](const auto& k) {
        return k.expression == hash_of_expression(p.expression);
      });
      BOOST_TEST_CONTEXT(rule.id) {
        BOOST_REQUIRE(at != known.end());
        BOOST_TEST(at->groups == text);
      }
      ++expressions;
    }
  BOOST_TEST(expressions > 200u);
}

BOOST_AUTO_TEST_SUITE_END()

#include "agent/replaced_note.hpp"

#include <boost/test/unit_test.hpp>

using fm::agent::replaced_note;

BOOST_AUTO_TEST_SUITE(replaced)

BOOST_AUTO_TEST_CASE(what_was_replaced_is_told_in_words_the_most_frequent_first) {
  BOOST_TEST(replaced_note({}) == "");
  BOOST_TEST(replaced_note({{"EMAIL", 0}}) == "");
  BOOST_TEST(replaced_note({{"PASSWORD", 1}}) ==
             "before anything left, 1 password was replaced by a placeholder");
  BOOST_TEST(replaced_note({{"PASSWORD", 2}, {"EMAIL", 3}, {"HASH", 1}}) ==
             "before anything left, 3 e-mail addresses, 2 passwords and 1 password hash were replaced by "
             "placeholders");
}

BOOST_AUTO_TEST_CASE(what_a_rule_of_the_operator_found_is_told_by_its_name) {
  BOOST_TEST(replaced_note({{"CUSTOMER_NUMBER", 2}}) ==
             "before anything left, 2 of customer-number were replaced by placeholders");
}

BOOST_AUTO_TEST_SUITE_END()

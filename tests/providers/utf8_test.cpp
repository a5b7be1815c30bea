// Cuts of texts leave characters whole.
#include <fm/utf8/cut.hpp>

#include <boost/test/unit_test.hpp>

using fm::first_bytes, fm::first_characters;

BOOST_AUTO_TEST_CASE(a_text_is_cut_between_characters) {
  BOOST_TEST(first_bytes("orders", 3) == "ord");
  BOOST_TEST(first_bytes("orders", 6) == "orders");
  BOOST_TEST(first_bytes("orders", 60) == "orders");
  BOOST_TEST(first_bytes("", 3) == "");
  BOOST_TEST(first_bytes("aüb", 1) == "a");
  BOOST_TEST(first_bytes("aüb", 2) == "a");
  BOOST_TEST(first_bytes("aüb", 3) == "aü");
  BOOST_TEST(first_bytes("\xF0\x9F\x94\xA5", 3) == "");
}

BOOST_AUTO_TEST_CASE(characters_are_counted_not_bytes) {
  BOOST_TEST(first_characters("aüb", 0) == "");
  BOOST_TEST(first_characters("aüb", 2) == "aü");
  BOOST_TEST(first_characters("aüb", 3) == "aüb");
  BOOST_TEST(first_characters("aüb", 9) == "aüb");
}

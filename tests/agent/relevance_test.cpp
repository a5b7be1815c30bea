#include "agent/relevance.hpp"

#include <boost/test/unit_test.hpp>

using namespace fm::agent;

BOOST_AUTO_TEST_SUITE(relevance_of_facts)

BOOST_AUTO_TEST_CASE(names_match_whole_or_by_their_joints) {
  BOOST_TEST(name_similarity("cart", "CART") == 1);
  BOOST_TEST(name_similarity("cart", "cart-7d9f") == .9);
  BOOST_TEST(name_similarity("cart", "shop/cart:8080") == .8);
  BOOST_TEST(name_similarity("cart", "cartoon") == 0);
  BOOST_TEST(name_similarity("cart", "my-cartoon-app") == 0);
  BOOST_TEST(name_similarity("", "x") == 0);
}

BOOST_AUTO_TEST_CASE(a_fact_about_the_named_object_outweighs_one_about_another) {
  fm::evidence::digest d;
  d.evidence = 1, d.name = "a.log";
  fm::evidence::fact mine, other;
  mine.evidence = other.evidence = 1;
  mine.subject = "cart-7d9f", other.subject = "search-1a2b";
  d.facts = {mine, other};
  question_scope asked;
  asked.names = {"cart", "ghost"};
  relevance about(asked, {d});
  BOOST_TEST(about.of(mine) > about.of(other));
  BOOST_TEST(about.known() == std::vector<std::string>{"cart"}, boost::test_tools::per_element());
  BOOST_TEST(about.unknown() == std::vector<std::string>{"ghost"}, boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(without_known_names_all_facts_count_alike) {
  fm::evidence::digest d;
  d.evidence = 1;
  fm::evidence::fact a, b;
  a.subject = "x", b.subject = "y";
  d.facts = {a, b};
  relevance about({}, {d});
  BOOST_TEST(about.of(a) == about.of(b));
}

BOOST_AUTO_TEST_SUITE_END()

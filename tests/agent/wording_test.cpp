#include "agent/wording.hpp"

#include <boost/test/unit_test.hpp>

using namespace fm::agent;

BOOST_AUTO_TEST_SUITE(wording)

BOOST_AUTO_TEST_CASE(optional_parts_vanish_with_their_slots) {
  BOOST_TEST(fill("Image [{image} ]cannot be pulled: {reason}", {{"image", "a:1"}, {"reason", "denied"}}) ==
             "Image a:1 cannot be pulled: denied");
  BOOST_TEST(fill("Image [{image} ]cannot be pulled: {reason}", {{"reason", "denied"}}) ==
             "Image cannot be pulled: denied");
  BOOST_TEST(fill("Missing: {x}", {}) == "Missing");
}

BOOST_AUTO_TEST_CASE(optional_parts_do_not_repeat_what_was_said) {
  BOOST_TEST(fill("{reason}[ ({path})]", {{"reason", "open /a failed"}, {"path", "/a"}}) == "open /a failed");
}

BOOST_AUTO_TEST_CASE(times_are_rfc_3339) {
  BOOST_TEST(time_text(0) == "0 s after the machine's start");
  BOOST_TEST(time_text(1'034'455'112'230) == "1034455.11223 s after the machine's start");
  BOOST_TEST(time_text(1'709'164'799'500'000) == "2024-02-28T23:59:59.5Z");
  BOOST_TEST(time_text(951'782'400'000'000) == "2000-02-29T00:00:00Z");
  BOOST_TEST(time_text(-1) == "1969-12-31T23:59:59.999999Z");
  BOOST_TEST(time_text(fm::evidence::no_time) == "");
}

BOOST_AUTO_TEST_CASE(citations_name_lines_and_sections) {
  citation lines{1, {{120, 134}, {140, 140}, {150, 151}, {160, 160}}, 0, ""};
  BOOST_TEST(citation_text(lines) == "[E1:L120-L134,L140,L150-L151,…]");
  BOOST_TEST(citation_text({0, {}, 2, "fix"}) == "[K2#fix]");
}

BOOST_AUTO_TEST_CASE(an_excerpt_is_cut_around_what_matters_and_says_so) {
  std::string text = "a b c d e f g h i j MARK k l m n o p";
  BOOST_TEST(excerpt(text, "MARK", 5) == "…i j MARK k l…");
  BOOST_TEST(excerpt(text, "", 3) == "a b c…");
  BOOST_TEST(excerpt("one  two\n three", "", 5) == "one two three");
  BOOST_TEST(word_count(excerpt(text, "p", 4)) <= 4u);
}

BOOST_AUTO_TEST_SUITE_END()

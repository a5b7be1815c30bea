#include <fm/redaction/redactor.hpp>

#include <boost/test/unit_test.hpp>

using fm::redaction::own_rules;
using fm::redaction::redactor;
using fm::redaction::rule_fault;

BOOST_AUTO_TEST_SUITE(own)

BOOST_AUTO_TEST_CASE(own_patterns_and_texts_are_replaced_and_count_as_secrets) {
  std::vector<rule_fault> faults;
  const auto rules = own_rules::read(
      "# of our shop\n"
      "customer-number \\bKD-(\\d{6})\\b\n"
      "\n"
      "project = Blue Heron\n"
      "ticket SHOP-\\d+\n",
      faults);
  BOOST_TEST(faults.empty());
  BOOST_TEST(rules.size() == 3u);
  redactor r({.own = &rules});
  const std::string text = "KD-123456 of Blue Heron, see SHOP-77";
  const auto out = r.redact(text).str();
  BOOST_TEST(out.starts_with("KD-<CUSTOMER_NUMBER_"));
  BOOST_TEST(out.find("Heron") == out.npos);
  BOOST_TEST(out.find("SHOP-77") == out.npos);
  BOOST_TEST(r.restore(out) == text);
  BOOST_TEST(r.restore_without_secrets(out) == out);
}

BOOST_AUTO_TEST_CASE(a_rule_that_cannot_be_read_is_named_with_its_line_and_the_reason) {
  const std::pair<const char*, const char*> wrong[] = {
      {"a", "lacks its expression"},     {"x (", "is none: missing )"},    {"x a*", "matches nothing"},
      {"x (a)(b)", "more than one"},     {"x = ab", "shorter than three"}, {"9x abc", "begins with its name"},
      {"= abc", "begins with its name"}, {"x (?=a)b", "is none"},
  };
  for (const auto& [line, why] : wrong) {
    std::vector<rule_fault> faults;
    const auto rules = own_rules::read("# one\nfine abc\n" + std::string(line) + "\n", faults);
    BOOST_TEST_REQUIRE(faults.size() == 1u, line);
    BOOST_TEST(faults[0].line == 3u);
    BOOST_TEST(faults[0].what.find(why) != std::string::npos, faults[0].what);
    BOOST_TEST(rules.size() == 1u);
  }
}

BOOST_AUTO_TEST_CASE(a_file_with_windows_line_ends_is_read) {
  std::vector<rule_fault> faults;
  const auto rules = own_rules::read("project = Blue Heron\r\n", faults);
  redactor r({.own = &rules});
  BOOST_TEST(r.redact("the Blue Heron").str().find("Heron") == std::string::npos);
}

BOOST_AUTO_TEST_SUITE_END()

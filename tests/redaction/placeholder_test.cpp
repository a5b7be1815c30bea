#include <fm/redaction/redactor.hpp>

#include <boost/test/unit_test.hpp>

#include <set>

using fm::redaction::placeholders;
using fm::redaction::redactor;

BOOST_AUTO_TEST_SUITE(names)

BOOST_AUTO_TEST_CASE(one_value_has_one_placeholder_in_every_turn_of_a_case) {
  redactor first({.key = "k", .case_id = "c-1"}), seventh({.key = "k", .case_id = "c-1"});
  first.redact("10.0.0.9 asked ann@example.com");  // others came before
  const auto a = first.redact("10.0.0.1 failed").str();
  const auto b = seventh.redact("10.0.0.1 failed").str();
  BOOST_TEST(a == b);
}

BOOST_AUTO_TEST_CASE(cases_and_installations_cannot_be_compared) {
  redactor one({.key = "k", .case_id = "c-1"}), other({.key = "k", .case_id = "c-2"}),
      elsewhere({.key = "l", .case_id = "c-1"});
  const auto a = one.redact("10.0.0.1").str();
  BOOST_TEST(a != other.redact("10.0.0.1").str());
  BOOST_TEST(a != elsewhere.redact("10.0.0.1").str());
}

BOOST_AUTO_TEST_CASE(different_values_have_different_placeholders) {
  redactor r;
  const auto out = r.redact("10.0.0.1 asked 10.0.0.2, 10.0.0.1 waited").str();
  const auto first = out.substr(0, out.find('>') + 1);
  BOOST_TEST(out.find(first, 1) != out.npos);
  BOOST_TEST(r.counts().front().count == 2u);
}

BOOST_AUTO_TEST_CASE(values_whose_names_collide_are_kept_apart) {
  placeholders names("k", "c", 1);  // 32 names, so that most of these collide
  std::set<std::string> given;
  for (int i = 0; i < 200; ++i) {
    const auto value = "value-" + std::to_string(i);
    const auto text = names.of(value, "SECRET", true).text;
    BOOST_TEST(given.insert(text).second);
    BOOST_TEST(names.of(value, "SECRET", true).text == text);
  }
  // In the same order they are the same again.
  placeholders again("k", "c", 1);
  for (int i = 0; i < 200; ++i)
    BOOST_TEST(given.count(again.of("value-" + std::to_string(i), "SECRET", true).text) == 1u);
}

BOOST_AUTO_TEST_CASE(a_placeholder_says_its_kind) {
  redactor r;
  BOOST_TEST(r.redact("ann@example.com").str().starts_with("<EMAIL_"));
  BOOST_TEST(r.redact("10.1.2.3").str().starts_with("<IP_"));
  BOOST_TEST(r.redact("password=Blue-42").str().starts_with("password=<PASSWORD_"));
}

BOOST_AUTO_TEST_SUITE_END()

#include "cases/lifecycle.hpp"

#include <boost/test/unit_test.hpp>

#include <string>

using namespace fm::cases;

BOOST_AUTO_TEST_CASE(a_status_leads_to_its_next_one_and_to_no_other) {
  const std::string all[] = {"consulting", "investigating", "resolved", "closed"};
  for (std::size_t from = 0; from < 4; ++from)
    for (std::size_t to = 0; to < 4; ++to)
      BOOST_TEST(refusal(all[from], all[to]).empty() == (to == from + 1), all[from] << " to " << all[to]);
}

BOOST_AUTO_TEST_CASE(a_refusal_names_the_allowed_next_states) {
  BOOST_TEST(refusal("consulting", "resolved").find("allowed next: investigating") != std::string::npos);
  BOOST_TEST(refusal("closed", "consulting").find("closed is final") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(closing_too_early_says_that_the_case_must_be_resolved_or_closed_with_a_reason) {
  for (const auto* from : {"consulting", "investigating"}) {
    auto why = refusal(from, "closed");
    BOOST_TEST(why.find("must be resolved first") != std::string::npos);
    BOOST_TEST(why.find("POST /cases/{case_id}/close") != std::string::npos);
  }
}

BOOST_AUTO_TEST_CASE(older_words_are_read_as_investigating) {
  BOOST_TEST(status_of("verifying") == "investigating");
  BOOST_TEST(status_of("root_cause_analysis") == "investigating");
  BOOST_TEST(status_of("closed") == "closed");
  BOOST_TEST(status_of("open").empty());
}

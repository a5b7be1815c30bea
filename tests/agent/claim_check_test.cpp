#include "agent/claim_check.hpp"

#include <boost/test/unit_test.hpp>

#include <fstream>
#include <string>
#include <vector>

namespace {

using fm::agent::check_claim;

struct block {
  std::vector<std::string> lines, shown, not_shown;
};

std::vector<block> blocks() {
  std::ifstream file(FM_CLAIMS);
  BOOST_REQUIRE(file);
  std::vector<block> out;
  bool opens = true;
  for (std::string line; std::getline(file, line);) {
    if (line.empty() || line[0] == '#') {
      opens = true;
      continue;
    }
    if (opens) out.emplace_back();
    opens = false;
    auto& b = out.back();
    auto& into = line[0] == '|' ? b.lines : line[0] == '+' ? b.shown : b.not_shown;
    into.push_back(line.substr(2));
  }
  return out;
}

std::string list(const std::vector<std::string>& texts) {
  std::string out;
  for (const auto& t : texts) out += (out.empty() ? "" : ", ") + t;
  return out;
}

bool shown(std::string_view claim, const std::vector<std::string>& lines) {
  return check_claim(claim, lines).supported();
}

}  // namespace

BOOST_AUTO_TEST_SUITE(claims)

BOOST_AUTO_TEST_CASE(every_claim_that_the_lines_do_not_show_is_caught) {
  std::size_t planted = 0;
  for (const auto& b : blocks())
    for (const auto& c : b.not_shown) {
      ++planted;
      BOOST_TEST(!shown(c, b.lines), c << " | " << b.lines.front());
    }
  BOOST_TEST(planted >= 60u);
}

BOOST_AUTO_TEST_CASE(at_most_one_in_twenty_true_claims_is_marked) {
  std::size_t all = 0, marked = 0;
  for (const auto& b : blocks())
    for (const auto& c : b.shown) {
      ++all;
      const auto found = check_claim(c, b.lines);
      if (found.supported()) continue;
      ++marked;
      BOOST_TEST_MESSAGE(c << " lacks " << list(found.missing));
    }
  BOOST_TEST(all >= 150u);
  BOOST_TEST(marked * 20 <= all, marked << " of " << all);
}

BOOST_AUTO_TEST_CASE(a_claim_without_a_source_is_not_shown) { BOOST_TEST(!shown("The disk is full.", {})); }

BOOST_AUTO_TEST_CASE(quotes_are_compared_letter_by_letter_and_may_leave_out) {
  const std::vector<std::string> lines{"FATAL:  remaining connection slots are reserved for superusers"};
  BOOST_TEST(shown("It says \"Remaining connection slots … superusers\".", lines));
  BOOST_TEST(shown("It says `remaining connection slots...`.", lines));
  BOOST_TEST(!shown("It says \"superusers … remaining connection slots\".", lines));
  BOOST_TEST(!shown("It says \"no connection slots\".", lines));
}

BOOST_AUTO_TEST_CASE(amounts_are_equal_in_any_unit_as_far_as_they_are_stated) {
  const std::vector<std::string> lines{"request took 1532 ms", "heap 2147483648 bytes"};
  BOOST_TEST(shown("The request took 1.5 s.", lines));
  BOOST_TEST(shown("The request took 1.532 seconds.", lines));
  BOOST_TEST(!shown("The request took 1.6 s.", lines));
  BOOST_TEST(shown("The heap is 2 GB.", lines));
  BOOST_TEST(!shown("The heap is 4 GB.", lines));
}

BOOST_AUTO_TEST_SUITE_END()

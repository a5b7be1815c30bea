#pragma once
// Facts in tests: looking them up, and that each stands in the lines that it cites.
#include "documents/text.hpp"

#include <fm/evidence/messages.hpp>

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

namespace fm::test {

using namespace fm::evidence;

/// Every slot, the quote and the lines of a fact must stand in the text that it cites.
inline void check_grounded(const fact& f, std::string_view text) {
  const text_lines lines(text);
  BOOST_TEST_CONTEXT(f.rule << " of " << f.subject) {
    BOOST_TEST(!f.rule.empty());
    BOOST_TEST(f.weight >= 0.0);
    BOOST_TEST(f.weight <= 1.0);
    BOOST_TEST_REQUIRE(!f.lines.empty());
    BOOST_TEST(f.lines.size() <= 64u);
    std::uint64_t last = 0;
    for (const auto& r : f.lines) {
      BOOST_TEST(r.first > last);
      BOOST_TEST(r.last >= r.first);
      BOOST_TEST(r.last <= lines.count());
      last = r.last;
    }
    BOOST_TEST(!f.quote.empty());
    BOOST_TEST(f.quote.size() <= 400u);
    BOOST_TEST((lines.at(f.quote_line).find(f.quote) != std::string_view::npos), "quote: " << f.quote);
    for (const auto& s : f.slots) {
      bool found = false;
      for (const auto& r : f.lines)
        for (auto n = r.first; n <= r.last; ++n)
          found = found || lines.at(n).find(s.value) != std::string_view::npos;
      BOOST_TEST(found, "slot " << s.name << "=" << s.value << " stands in no cited line");
    }
  }
}

inline const fact* find(const std::vector<fact>& facts, std::string_view rule, std::string_view slot = {},
                        std::string_view value = {}) {
  for (const auto& f : facts)
    if (f.rule == rule && (slot.empty() || f.get(slot) == value)) return &f;
  return nullptr;
}

inline const fact& need(const std::vector<fact>& facts, std::string_view rule, std::string_view slot = {},
                        std::string_view value = {}) {
  const auto* f = find(facts, rule, slot, value);
  std::string all;
  for (const auto& g : facts) all += " " + g.rule;
  BOOST_TEST_REQUIRE((f != nullptr), "no " << rule << " " << slot << "=" << value << " among:" << all);
  return *f;
}

/// The heaviest cause or symptom, or 0.
inline double trouble(const std::vector<fact>& facts) {
  double most = 0;
  for (const auto& f : facts)
    if (f.role == role::cause || f.role == role::symptom) most = std::max(most, f.weight);
  return most;
}

}  // namespace fm::test

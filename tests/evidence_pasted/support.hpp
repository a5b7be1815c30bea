#pragma once
// Reads a text as a file and looks up what it shows; every fact must stand in the lines that it cites.
#include "documents/text.hpp"
#include "evidence/analyse.hpp"

#include <boost/test/unit_test.hpp>

#include <string>
#include <string_view>

namespace pasted_test {

using namespace fm::evidence;

inline void check_grounded(const fact& f, std::string_view text) {
  const text_lines lines(text);
  BOOST_TEST_CONTEXT(f.rule << " of " << f.subject) {
    BOOST_TEST_REQUIRE(!f.lines.empty());
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

/// The digest of a text; facts of the pasted outputs are checked against it.
inline digest read(const std::string& text, const std::string& name = "evidence.txt") {
  memory_source source(text);
  auto r = analyse_file(1, name, source, {});
  BOOST_TEST(r.error == "");
  if (r.found.kind == kind::command_output)
    for (const auto& f : r.found.facts) check_grounded(f, text);
  return r.found;
}

inline const fact* find(const digest& d, std::string_view rule, std::string_view slot = {},
                        std::string_view value = {}) {
  for (const auto& f : d.facts)
    if (f.rule == rule && (slot.empty() || f.get(slot) == value)) return &f;
  return nullptr;
}

inline const fact& need(const digest& d, std::string_view rule, std::string_view slot = {},
                        std::string_view value = {}) {
  const auto* f = find(d, rule, slot, value);
  std::string all;
  for (const auto& g : d.facts) all += " " + g.rule;
  BOOST_TEST_REQUIRE((f != nullptr), "no " << rule << " " << slot << "=" << value << " among:" << all);
  return *f;
}

/// The heaviest cause or symptom, or 0.
inline double trouble(const digest& d) {
  double most = 0;
  for (const auto& f : d.facts)
    if (f.role == role::cause || f.role == role::symptom) most = std::max(most, f.weight);
  return most;
}

}  // namespace pasted_test

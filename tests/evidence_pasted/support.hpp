#pragma once
// Reads a text as a file and looks up what it shows; every fact must stand in the lines that it cites.
#include "evidence/analyse.hpp"
#include "fm/test/facts.hpp"

#include <boost/test/unit_test.hpp>

#include <string>
#include <string_view>

namespace pasted_test {

using namespace fm::evidence;

/// The digest of a text; facts of the pasted outputs are checked against it.
inline digest read(const std::string& text, const std::string& name = "evidence.txt") {
  memory_source source(text);
  auto r = analyse_file(1, name, source, {});
  BOOST_TEST(r.error == "");
  if (r.found.kind == kind::command_output)
    for (const auto& f : r.found.facts) fm::test::check_grounded(f, text);
  return r.found;
}

inline const fact* find(const digest& d, std::string_view rule, std::string_view slot = {},
                        std::string_view value = {}) {
  return fm::test::find(d.facts, rule, slot, value);
}

inline const fact& need(const digest& d, std::string_view rule, std::string_view slot = {},
                        std::string_view value = {}) {
  return fm::test::need(d.facts, rule, slot, value);
}

inline double trouble(const digest& d) { return fm::test::trouble(d.facts); }

}  // namespace pasted_test

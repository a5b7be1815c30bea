#pragma once
// What the tests of the log analyser have in common.
#include "evidence/analyse.hpp"

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <cstdio>
#include <string>
#include <string_view>

namespace fm::evidence {

inline digest analysed(const std::string& text, analysis_options how = {}) {
  memory_source source(text);
  how.now = 1'800'000'000'000'000;
  auto r = analyse_file(1, "test.log", source, how);
  BOOST_TEST_REQUIRE(r.error == "");
  return r.found;
}

inline const fact* find(const digest& d, std::string_view rule) {
  auto it = std::find_if(d.facts.begin(), d.facts.end(), [&](const fact& f) { return f.rule == rule; });
  return it == d.facts.end() ? nullptr : &*it;
}

/// The first fact whose quote or cause holds `words`.
inline const fact* telling(const digest& d, std::string_view words) {
  auto it = std::find_if(d.facts.begin(), d.facts.end(), [&](const fact& f) {
    return f.quote.find(words) != std::string::npos || f.get("cause").find(words) != std::string::npos;
  });
  return it == d.facts.end() ? nullptr : &*it;
}

inline std::string clock_text(int second) {
  char text[40];
  std::snprintf(text, sizeof text, "2026-03-01T10:%02d:%02d.000Z", second / 60 % 60, second % 60);
  return text;
}

}  // namespace fm::evidence

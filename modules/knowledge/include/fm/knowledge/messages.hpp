#pragma once
// What the knowledge module says to others. Plain data with `inspect`; no behaviour, no CAF.
#include <cstdint>
#include <string>
#include <vector>

namespace fm::knowledge {

/// A part of a runbook or document that answers a query.
struct passage {
  std::string path;                   ///< relative to the knowledge folder, `/` between parts
  std::vector<std::string> headings;  ///< from the page's title down to the section
  std::string anchor;            ///< the section's heading as a GitHub-style slug; empty for the page's start
  std::string text;              ///< plain text of the passage
  std::uint64_t first_line = 0;  ///< 1-based lines of the source file
  std::uint64_t last_line = 0;
  double score = 0;  ///< calibrated relevance, 0..1, falls with the rank
  bool operator==(const passage&) const = default;
};
template <class Inspector>
auto inspect(Inspector& f, passage& x) {
  return f(x.path, x.headings, x.anchor, x.text, x.first_line, x.last_line, x.score);
}

}  // namespace fm::knowledge

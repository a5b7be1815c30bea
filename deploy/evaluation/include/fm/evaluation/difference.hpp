#pragma once
// What changed from one evaluation to the next.
#include "fm/evaluation/result.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace fm::evaluation {

/// How an incident stands by all runs of one contender: as its worst run.
struct incident_standing {
  standing how = standing::right;  ///< the worst of those that were made; `not_run` when one was not
  std::uint32_t runs = 0;
  std::uint32_t facts = 0, found = 0;
};

/// An incident that stands differently for a contender.
struct change {
  std::string incident;
  contender by;
  incident_standing before;  ///< without runs: it is new
  incident_standing now;     ///< without runs: it is gone
};

struct difference {
  std::vector<change> better;   ///< a better standing, or a larger share of the facts
  std::vector<change> worse;    ///< the opposite
  std::vector<change> added;    ///< only in the later one
  std::vector<change> gone;     ///< only in the earlier one
  std::vector<change> stopped;  ///< was run before, but not now
  std::vector<change> resumed;  ///< is run now, but was not before
  std::uint32_t same = 0;
};

/// Compares the contenders that both have; with `only` these incidents.
difference compare(const std::vector<result>& before, const std::vector<result>& now,
                   const std::vector<std::string>& only = {});

}  // namespace fm::evaluation

#pragma once
// From the figures of a ranking to the probability that its best unit answers the query.
#include "knowledge/ranking.hpp"

#include <vector>

namespace fm::knowledge {

/// Below this probability a search answers nothing.
inline constexpr double answer_threshold = 0.5;

/// What the logistic model looks at, each about 0..1.
struct match_features {
  double coverage = 0;
  double rare_coverage = 0;
  double title_coverage = 0;
  double chunk_coverage = 0;
  double adjacency = 0;
  double strength = 0;  ///< score relative to that of an ideal unit
  double margin = 0;    ///< how far the best unit is above the field
  double mass = 0;      ///< how much there is to match: 1 - exp(-mass / 10)
};

match_features features_of(const query_plan& plan, const std::vector<ranked_unit>& ranked);

/// Probability, 0..1, that the best of `ranked` answers the query.
double answer_probability(const match_features& f);

}  // namespace fm::knowledge

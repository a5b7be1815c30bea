#pragma once
// From the figures of a ranking to the probability that its best unit answers the query.
#include "knowledge/ranking.hpp"

#include <vector>

namespace fm::knowledge {

/// Below this probability a search answers nothing.
inline constexpr double answer_threshold = 0.36;

/// What the logistic model looks at, each about 0..1.
struct match_features {
  double coverage = 0;         ///< share of the query's mass on the best unit
  double chunk_coverage = 0;   ///< share of it in one chunk with its title and headings
  double title_precision = 0;  ///< share of the unit's title that the query names
  double adjacency = 0;        ///< share of the query's neighbours that stand together
  double strength = 0;         ///< score relative to that of an ideal unit
  double margin = 0;           ///< how far the tenth unit is behind the best
  double mass = 0;             ///< how much there is to match: 1 - exp(-mass / 10)
  double missing_names = 0;    ///< share of the mass in names that the best unit lacks
  double unknown_name = 0;     ///< share of the mass in identifiers that the index lacks as a whole
  double unknown = 0;          ///< share of the mass in words that the whole index lacks
};

match_features features_of(const query_plan& plan, const std::vector<ranked_unit>& ranked);

/// Probability, 0..1, that the best of `ranked` answers the query.
double answer_probability(const match_features& f);

}  // namespace fm::knowledge

#include "knowledge/calibration.hpp"

#include "knowledge/relevance.hpp"

#include <algorithm>
#include <cmath>

namespace fm::knowledge {

match_features features_of(const query_plan& plan, const std::vector<ranked_unit>& ranked) {
  match_features f;
  if (ranked.empty() || plan.mass <= 0) return f;
  const ranked_unit& best = ranked.front();
  f.coverage = best.coverage;
  f.rare_coverage = best.rare_coverage;
  f.title_coverage = best.title_coverage;
  f.chunk_coverage = best.chunk_coverage;
  f.adjacency = best.adjacency;
  f.strength = best.score / (plan.mass * (bm25f::k1 + 1) * 1.5);
  std::size_t field = std::min<std::size_t>(ranked.size() - 1, 9);
  f.margin = field == 0 || best.score <= 0 ? 1 : 1 - ranked[field].score / best.score;
  f.mass = 1 - std::exp(-plan.mass / 10);
  return f;
}

double answer_probability(const match_features& f) {
  double z = -6.0 + 4.0 * f.coverage + 3.0 * f.rare_coverage + 2.0 * f.title_coverage + 2.0 * f.strength;
  return 1 / (1 + std::exp(-z));
}

}  // namespace fm::knowledge

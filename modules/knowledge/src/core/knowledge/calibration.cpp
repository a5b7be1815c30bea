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
  f.chunk_coverage = best.chunk_coverage;
  f.title_precision = best.title_precision;
  f.missing_names = best.missing_names;
  for (const query_concept& c : plan.concepts) {
    if (c.terms.empty()) f.unknown += c.mass() / plan.mass;
    if (c.of_unknown_name) f.unknown_name += c.mass() / plan.mass;
  }
  f.adjacency = best.adjacency;
  f.strength = best.score / (plan.mass * (bm25f::k1 + 1) * 1.5);
  std::size_t field = std::min<std::size_t>(ranked.size() - 1, 9);
  f.margin = field == 0 || best.score <= 0 ? 1 : 1 - ranked[field].score / best.score;
  f.mass = 1 - std::exp(-plan.mass / 10);
  return f;
}

// Coefficients of a logistic regression, fitted by gradient descent with a small L2 penalty and signs held to
// what they must mean, on labelled questions and on questions whose pages were taken out of the index.
// Features are shares, so that the size and the subject of a corpus matter little. Positives and negatives
// weigh alike.
double answer_probability(const match_features& f) {
  double z = -3.5;
  z += 1.5 * f.coverage + 1.5 * f.chunk_coverage + 2.8 * f.title_precision;
  z += 0.8 * f.strength + 0.7 * f.adjacency + 2.0 * f.margin + 0.6 * f.mass;
  z -= 4.5 * f.missing_names + 1.7 * f.unknown + 2.5 * f.unknown_name;
  return 1 / (1 + std::exp(-z));
}

}  // namespace fm::knowledge

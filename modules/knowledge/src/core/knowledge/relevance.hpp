#pragma once
// BM25F (Robertson and Zaragoza, "The Probabilistic Relevance Framework: BM25 and Beyond", 2009) with this
// index's fields and constants.
#include "knowledge/index_data.hpp"

#include <cmath>
#include <cstddef>

namespace fm::knowledge::bm25f {

inline constexpr double k1 = 1.2;
inline constexpr double title_weight = 5.0;
inline constexpr double heading_weight = 1.5;
inline constexpr double folder_weight = 0.8;
inline constexpr double body_weight = 1.0;
inline constexpr double code_weight = 0.6;
inline constexpr double title_b = 0.4;
inline constexpr double heading_b = 0.4;
inline constexpr double body_b = 0.75;

inline double normal(double b, double length, double mean) { return 1 - b + b * length / mean; }

/// What one occurrence in each field of a unit adds to a term's weighted frequency.
struct occurrence_weights {
  double title = 0;
  double heading = 0;
  double body = 0;
  double code = 0;
};

inline occurrence_weights weights_of(const index_data& index, const indexed_unit& unit) {
  double text = normal(body_b, unit.body_tokens + code_weight * unit.code_tokens,
                       index.means.body + code_weight * index.means.code);
  return {title_weight / normal(title_b, index.pages[unit.page].title_terms.size(), index.means.title),
          heading_weight / normal(heading_b, unit.heading_tokens, index.means.headings), body_weight / text,
          code_weight / text};
}

/// The share of a term's weight that a weighted frequency earns: 0..k1 + 1.
inline double saturated(double frequency) { return frequency * (k1 + 1) / (k1 + frequency); }

inline double inverse_frequency(std::size_t all, std::size_t with_term) {
  return std::log1p((static_cast<double>(all - with_term) + 0.5) / (static_cast<double>(with_term) + 0.5));
}

}  // namespace fm::knowledge::bm25f

#pragma once
// A query as the concepts it asks for, each with the terms that may express it.
#include "knowledge/index_data.hpp"

#include <cstdint>
#include <string_view>
#include <vector>

namespace fm::knowledge {

/// Longer queries are cut to this many concepts; the rest of a long alert text repeats itself.
inline constexpr std::size_t max_concepts = 48;

/// A term that expresses a concept: 1 for the word itself, less for a variant.
struct concept_term {
  term_id term = no_term;
  float weight = 1;
};

struct query_concept {
  std::vector<concept_term> terms;  ///< those the index knows; empty when it knows none
  double idf = 0;                   ///< of the word itself, or of its best variant; highest when unknown
  double weight = 1;                ///< 0..1 by the word's shape and kind, grows a little with repetition
  bool unknown = false;             ///< the index does not know the word itself
  bool named = false;  ///< a product, or written like a name: with capitals not just at a sentence's start
  bool of_unknown_name =
      false;  ///< part of an identifier of three parts or more that the index lacks as a whole
  double mass() const { return idf * weight; }
};

struct query_plan {
  std::vector<query_concept> concepts;  ///< in the order of the query
  double mass = 0;                      ///< sum of the concepts' masses
};

query_plan plan_query(const index_data& index, std::string_view query);

}  // namespace fm::knowledge

#pragma once
// Ranks the units of an index for a planned query.
#include "knowledge/query_plan.hpp"

#include <cstdint>
#include <vector>

namespace fm::knowledge {

/// How well a unit answers, and the figures that the calibration looks at.
struct ranked_unit {
  std::uint32_t unit = 0;
  double score = 0;
  double coverage = 0;         ///< share of the query's mass that the unit's words cover, 0..1
  double title_precision = 0;  ///< share of the title's idf that the query names
  double chunk_coverage = 0;   ///< share that the best chunk with its title and headings covers
  double missing_names = 0;  ///< share of the mass in names (`CephClusterNearFull`) that its best chunk lacks
  double adjacency = 0;      ///< share of neighbouring words of the query that stand together, 0..1
  std::vector<std::pair<double, std::uint32_t>> chunks;  ///< score and index of each chunk, best first
};

/// The best units, best first; ties by unit, which follow the paths. At most `most`.
std::vector<ranked_unit> rank_units(const index_data& index, const query_plan& plan, std::size_t most);

}  // namespace fm::knowledge

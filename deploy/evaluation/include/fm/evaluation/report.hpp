#pragma once
// An evaluation for people.
#include "fm/evaluation/difference.hpp"

#include <string>
#include <vector>

namespace fm::evaluation {

/// The table of all runs, sums for each contender, and why runs were not made. Costs are shown where one is
/// known.
std::string table_of(const std::vector<result>& results);

/// What changed, with sums.
std::string text_of(const difference& changes, const std::string& since);

}  // namespace fm::evaluation

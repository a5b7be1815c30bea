#pragma once
// How wide the columns of a table are.
#include <vector>

namespace fm::pdf {

/// Shares `available` among columns that would rather be as wide as `natural`: narrow ones get what they ask
/// for, the others share the rest evenly. The sum is `available`.
std::vector<double> column_widths(const std::vector<double>& natural, double available);

}  // namespace fm::pdf

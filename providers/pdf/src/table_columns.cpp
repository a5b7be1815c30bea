#include "table_columns.hpp"

#include <cstddef>

namespace fm::pdf {

std::vector<double> column_widths(const std::vector<double>& natural, double available) {
  std::vector<double> out(natural.size(), 0);
  std::vector<bool> settled(natural.size(), false);
  auto rest = available;
  auto open = natural.size();
  for (bool changed = true; changed && open > 0;) {
    changed = false;
    const auto share = rest / static_cast<double>(open);
    for (std::size_t i = 0; i < natural.size(); ++i) {
      if (settled[i] || natural[i] > share) continue;
      out[i] = natural[i];
      rest -= natural[i];
      settled[i] = true;
      changed = true;
      --open;
    }
  }
  if (open == 0 && !out.empty()) {
    out.back() += rest;
    return out;
  }
  for (std::size_t i = 0; i < out.size(); ++i)
    if (!settled[i]) out[i] = rest / static_cast<double>(open);
  return out;
}

}  // namespace fm::pdf

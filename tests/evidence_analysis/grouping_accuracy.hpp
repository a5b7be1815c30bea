#pragma once
// Grouping accuracy of mined templates (Zhu et al., 2019).
#include "evidence/analyse.hpp"

#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace fm::evidence {

/// What the miner made of a labelled log.
struct grouping {
  std::size_t lines = 0;
  std::size_t right = 0;  ///< lines whose template holds exactly the lines of their label
  std::string mistakes;   ///< for people: one line per label that is not one template
  double accuracy() const { return lines == 0 ? 0 : static_cast<double>(right) / static_cast<double>(lines); }
};

/// Mines `log` with the default configuration and compares with one label per line.
inline grouping grouping_of(std::string_view log, const std::vector<std::string>& labels) {
  grouping result;
  memory_source source(log);
  std::vector<std::uint32_t> ids;
  auto mined = mine_templates(source, {}, &ids);
  if (!mined.error.empty() || ids.size() != labels.size()) {
    result.mistakes = "lines " + std::to_string(ids.size()) + ", labels " + std::to_string(labels.size());
    return result;
  }
  std::map<std::uint32_t, std::string> text;
  for (const auto& p : mined.patterns) text[p.id] = p.text;
  std::map<std::string, std::map<std::uint32_t, std::size_t>> by_label;
  std::map<std::uint32_t, std::size_t> size;
  for (std::size_t i = 0; i < ids.size(); ++i) ++by_label[labels[i]][ids[i]], ++size[ids[i]];
  result.lines = labels.size();
  for (const auto& [label, parts] : by_label) {
    std::size_t own = 0;
    for (const auto& [id, n] : parts) own += n;
    if (parts.size() == 1 && size[parts.begin()->first] == own) {
      result.right += own;
      continue;
    }
    result.mistakes += label + ":";
    for (const auto& [id, n] : parts)
      result.mistakes += "\n    " + std::to_string(n) + " of " + std::to_string(size[id]) + "  " + text[id];
    result.mistakes += '\n';
  }
  return result;
}

}  // namespace fm::evidence

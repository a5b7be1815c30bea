#include "pasted/section.hpp"

#include <algorithm>
#include <charconv>

namespace fm::evidence::pasted {
namespace {

std::vector<std::string_view> by_tabs(std::string_view row) {
  std::vector<std::string_view> out;
  for (auto cell : split(row, '\t')) out.push_back(trim(cell));
  return out;
}

}  // namespace

column_table::column_table(std::string_view head) {
  head = trim_right(head);
  columns_ = has(head, "\t") ? by_tabs(head) : split_cells(head);
  if (columns_.size() > most_columns) columns_.resize(most_columns);
  for (auto c : columns_) starts_.push_back(static_cast<std::size_t>(c.data() - head.data()));
}

std::vector<std::string_view> column_table::cells(std::string_view row) const {
  row = trim_right(row);
  if (has(row, "\t")) {
    auto out = by_tabs(row);
    if (out.size() > most_columns) out.resize(most_columns);
    if (out.size() <= columns_.size()) {
      out.resize(columns_.size());
      return out;
    }
  }
  std::vector<std::string_view> out;
  for (std::size_t i = 0; i < columns_.size(); ++i) {
    const auto from = std::min(i == 0 ? 0 : starts_[i], row.size());
    const auto to = std::min(i + 1 < columns_.size() ? starts_[i + 1] : row.size(), row.size());
    const bool torn = from > 0 && from < row.size() && !is_blank(row[from - 1]) && !is_blank(row[from]);
    if (torn) {
      out.clear();
      break;
    }
    out.push_back(trim(row.substr(from, to - from)));
  }
  if (!out.empty()) return out;
  out = split_cells(row);
  if (out.size() != columns_.size()) out.clear();
  return out;
}

std::string_view column_table::get(const std::vector<std::string_view>& cells,
                                   std::string_view column) const {
  for (std::size_t i = 0; i < columns_.size() && i < cells.size(); ++i)
    if (columns_[i] == column) return cells[i];
  return {};
}

double size_of(std::string_view text) {
  double n = 0;
  const auto [end, wrong] = std::from_chars(text.data(), text.data() + text.size(), n);
  if (wrong != std::errc()) return -1;
  auto unit = trim(text.substr(static_cast<std::size_t>(end - text.data())));
  if (unit.empty() || unit == "B") return n;
  static constexpr std::string_view steps = "KMGTPE";
  const auto step = steps.find(is_lower(unit[0]) ? static_cast<char>(unit[0] - 'a' + 'A') : unit[0]);
  unit.remove_prefix(1);
  if (step == std::string_view::npos || (!unit.empty() && unit != "i" && unit != "iB" && unit != "B"))
    return -1;
  for (std::size_t i = 0; i <= step; ++i) n *= 1024;
  return n;
}

std::int64_t leading_number(std::string_view text) {
  const auto digits = text.substr(0, text.find_first_not_of("0123456789"));
  return parse_count(digits).value_or(-1);
}

}  // namespace fm::evidence::pasted

// Tables in frames of +---+ or of box drawing characters, whose cells may go on in the next line.
#include "pasted/section.hpp"

#include <algorithm>
#include <array>

namespace fm::evidence::pasted {
namespace {

constexpr std::string_view box_bar = "│";

bool is_rule(std::string_view line) {
  line = trim(line);
  if (line.size() < 5 || (line[0] != '+' && line[0] != '|' && static_cast<unsigned char>(line[0]) < 0x80))
    return false;
  // Box drawing characters are E2 94 xx and E2 95 xx.
  return std::all_of(line.begin(), line.end(),
                     [](char ch) {
                       const auto u = static_cast<unsigned char>(ch);
                       return ch == '+' || ch == '-' || ch == '=' || ch == '|' || u == 0xE2 || u == 0x94 ||
                              u == 0x95 || (u >= 0x80 && u < 0xC0);
                     }) &&
         (has(line, "--") || has(line, "==") || has(line, "──") || has(line, "══"));
}

std::vector<std::string_view> cells_of(std::string_view line) {
  line = trim(line);
  std::vector<std::string_view> out;
  const auto bar = line.starts_with("|")   ? std::string_view("|")
                   : line.starts_with("│") ? box_bar
                                           : std::string_view();
  if (bar.empty()) return out;
  line.remove_prefix(bar.size());
  while (!line.empty()) {
    const auto at = line.find(bar);
    if (at == std::string_view::npos) break;
    out.push_back(trim(line.substr(0, at)));
    line.remove_prefix(at + bar.size());
  }
  return out;
}

/// One row: a cell is what its lines say.
struct framed_row {
  std::vector<std::vector<mention>> cells;
};

bool names_error(std::string_view column) {
  const auto low = lower(column);
  return low == "error" || low == "errors" || low == "last error" || low == "failure" || low == "alarm" ||
         low == "alarms";
}

bool names_state(std::string_view column) {
  const auto low = lower(column);
  return low == "status" || low == "state" || low == "health" || low == "healthy" || low == "ready" ||
         low == "phase";
}

bool bad_state(std::string_view value) {
  static constexpr std::array<std::string_view, 16> bad{
      "error", "failed",  "down", "unhealthy",   "offline", "degraded", "unreachable", "critical",
      "false", "stopped", "lost", "unavailable", "fault",   "crashed",  "evicted",     "shutoff"};
  const auto low = lower(value);
  return std::find(bad.begin(), bad.end(), low) != bad.end();
}

void tell_row(context& c, const std::vector<std::string_view>& columns, std::uint64_t head,
              const framed_row& row) {
  if (row.cells.empty() || row.cells[0].empty()) return;
  const auto& name = row.cells[0][0];
  for (std::size_t i = 1; i < columns.size() && i < row.cells.size(); ++i) {
    if (row.cells[i].empty()) continue;
    const auto& first = row.cells[i][0];
    if (names_error(columns[i])) {
      if (first.text == "0" || first.text == "-" || equal_nocase(first.text, "none") ||
          equal_nocase(first.text, "null"))
        continue;
      mention said = first;
      for (const auto& m : row.cells[i])
        if (has_nocase(m.text, "alarm:")) said = m;
      const bool alarm = has(said.text, "alarm:");
      auto f = c.draft(alarm ? "member_alarm" : "row_reports", alarm ? role::cause : role::symptom,
                       alarm ? .93 : .65);
      f.about(name.text).slot("member", name.text, name.line);
      f.slot(alarm ? "alarm" : "reason", alarm ? trim(after(said.text, "alarm:")) : said.text, said.line);
      for (std::size_t k = 1; k < columns.size() && k < row.cells.size(); ++k)
        if (equal_nocase(columns[k], "db size") && !row.cells[k].empty())
          f.slot("size", row.cells[k][0].text, row.cells[k][0].line);
      f.cite(head).quote(said.line, said.text).level(severity::error);
      c.add(f);
    } else if (names_state(columns[i]) && bad_state(first.text)) {
      auto f = c.draft("status_trouble", role::symptom, .6);
      f.about(name.text).slot("path", columns[i], head).slot("value", first.text, first.line);
      f.slot("object", name.text, name.line).quote(first.line).level(severity::error);
      c.add(f);
    }
  }
}

}  // namespace

std::uint64_t read_framed(context& c, std::uint64_t at) {
  if (!is_rule(c.at(at))) return at;
  const auto columns = cells_of(c.at(at + 1));
  if (columns.empty() || columns.size() > most_columns || !is_rule(c.at(at + 2))) return at;
  const auto head = at + 1;
  auto n = at + 3;
  framed_row row;
  for (; n <= c.count(); ++n) {
    const auto cells = cells_of(c.at(n));
    if (cells.empty() && !is_rule(c.at(n))) break;
    if (cells.size() != columns.size()) {
      tell_row(c, columns, head, row);
      row = {};
      continue;
    }
    // A line whose first cell is empty goes on with the row above it.
    if (!cells[0].empty()) {
      tell_row(c, columns, head, row);
      row = {};
    }
    row.cells.resize(columns.size());
    for (std::size_t i = 0; i < cells.size(); ++i)
      if (!cells[i].empty() && row.cells[i].size() < 32) row.cells[i].push_back({cells[i], n});
  }
  tell_row(c, columns, head, row);
  return n;
}

}  // namespace fm::evidence::pasted

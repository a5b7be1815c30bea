#include "reports/page_writer.hpp"

#include <fm/civil/utc_text.hpp>

#include <cstdio>
#include <utility>

namespace fm::reports {

using document::block;
using document::block_kind;
using document::rich;
using document::style;

std::string evidence_time(micros t) { return utc_text(t, fraction::as_needed); }

std::string case_time(micros t) { return utc_text(t - t % second, fraction::as_needed); }

std::string duration_text(micros t) {
  const auto seconds = t / second;
  if (seconds < 60) return std::to_string(seconds) + " s";
  const auto minutes = seconds / 60;
  if (minutes < 60) return std::to_string(minutes) + " min";
  const auto hours = minutes / 60;
  if (hours < 48)
    return std::to_string(hours) + " h" + (minutes % 60 ? " " + std::to_string(minutes % 60) + " min" : "");
  return std::to_string(hours / 24) + " d" + (hours % 24 ? " " + std::to_string(hours % 24) + " h" : "");
}

std::string likelihood_text(double likelihood) {
  char text[16];
  std::snprintf(text, sizeof text, "%.2f", likelihood);
  return text;
}

std::string counted(std::uint64_t n, std::string_view one, std::string_view many) {
  return std::to_string(n) + " " + std::string(n == 1 ? one : many);
}

std::string citation_text(const agent::citation& c) {
  if (c.passage != 0) return "K" + std::to_string(c.passage) + (c.anchor.empty() ? "" : "#" + c.anchor);
  if (c.picture != 0) return "P" + std::to_string(c.picture);
  constexpr std::size_t shown = 3;
  std::string out = "E" + std::to_string(c.evidence);
  for (std::size_t i = 0; i < c.lines.size(); ++i) {
    if (i == shown) return out + ",…";
    out += (i ? ",L" : ":L") + std::to_string(c.lines[i].first);
    if (c.lines[i].last > c.lines[i].first) out += "-L" + std::to_string(c.lines[i].last);
  }
  return out;
}

void add_citations(rich& to, const std::vector<agent::citation>& all) {
  for (const auto& c : all) to.add(" ").add(citation_text(c), style::code);
}

rich cited(const agent::claim& c) {
  rich out(c.text);
  add_citations(out, c.citations);
  return out;
}

void page_writer::heading(std::string text, std::uint32_t level) {
  block b;
  b.kind = block_kind::heading;
  b.level = level;
  b.parts.emplace_back(std::move(text));
  page_.blocks.push_back(std::move(b));
}

void page_writer::paragraph(rich text) {
  block b;
  b.parts.push_back(std::move(text));
  page_.blocks.push_back(std::move(b));
}

void page_writer::bullets(std::vector<rich> items) {
  if (items.empty()) return;
  block b;
  b.kind = block_kind::bullets;
  b.parts = std::move(items);
  page_.blocks.push_back(std::move(b));
}

void page_writer::numbers(std::vector<rich> items) {
  if (items.empty()) return;
  block b;
  b.kind = block_kind::numbers;
  b.parts = std::move(items);
  page_.blocks.push_back(std::move(b));
}

void page_writer::table(std::vector<rich> head, const std::vector<std::vector<rich>>& rows) {
  if (rows.empty()) return;
  block b;
  b.kind = block_kind::table;
  b.columns = static_cast<std::uint32_t>(head.size());
  b.parts = std::move(head);
  for (const auto& row : rows)
    for (std::size_t i = 0; i < b.columns; ++i) b.parts.push_back(i < row.size() ? row[i] : rich());
  page_.blocks.push_back(std::move(b));
}

void page_writer::code(std::string text) {
  block b;
  b.kind = block_kind::code;
  b.parts.emplace_back(std::move(text));
  page_.blocks.push_back(std::move(b));
}

void page_writer::unknown(const std::string& what, const std::string& would_tell) {
  rich text;
  text.add("Not known:", style::strong).add(" " + what + ". ");
  text.add("What would tell:", style::strong).add(" " + would_tell + ".");
  paragraph(std::move(text));
}

}  // namespace fm::reports

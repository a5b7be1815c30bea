#include "reports/markdown.hpp"

#include <algorithm>
#include <cstddef>

namespace fm::reports {

namespace {

using document::block;
using document::block_kind;
using document::rich;
using document::style;

bool is_word(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
         static_cast<unsigned char>(c) >= 0x80;
}
bool is_digit(char c) { return c >= '0' && c <= '9'; }

/// Control characters reach no terminal and no page; line ends become blanks where a line must stay one.
std::string plain(std::string_view text, bool keeps_lines) {
  std::string out;
  out.reserve(text.size());
  for (char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (c == '\n' && keeps_lines)
      out += c;
    else if (c == '\t' || c == '\n')
      out += ' ';
    else if (c == '\r')
      continue;
    else if (byte < 0x20 || byte == 0x7F)
      out += "\xEF\xBF\xBD";
    else
      out += c;
  }
  return out;
}

std::size_t longest_ticks(std::string_view text) {
  std::size_t most = 0, now = 0;
  for (char c : text) most = std::max(most, now = c == '`' ? now + 1 : 0);
  return most;
}

std::string code_span(std::string_view text, bool in_table) {
  auto inner = plain(text, false);
  if (inner.find_first_not_of(' ') == std::string::npos) return {};
  const std::string ticks(longest_ticks(inner) + 1, '`');
  if (inner.front() == '`' || inner.back() == '`' || (inner.front() == ' ' && inner.back() == ' '))
    inner = " " + inner + " ";
  // A table is split at its bars before anything else is read.
  std::string out;
  for (char c : inner) {
    if (c == '|' && in_table) out += '\\';
    out += c;
  }
  return ticks + out + ticks;
}

std::string inline_text(const rich& text, bool in_table = false) {
  std::string out;
  for (const auto& r : text.runs) {
    if (r.style == style::code)
      out += code_span(r.text, in_table);
    else if (r.style == style::strong)
      out += "**" + escaped(r.text) + "**";
    else
      out += escaped(r.text);
  }
  auto from = out.find_first_not_of(' ');
  if (from == std::string::npos) return {};
  auto to = out.find_last_not_of(' ');
  return out.substr(from, to - from + 1);
}

/// What would begin another kind of block at the beginning of a line.
std::string guarded(std::string line) {
  if (line.empty()) return line;
  if (std::string_view("#+-=>:").find(line.front()) != std::string_view::npos) return "\\" + line;
  auto digits = static_cast<std::size_t>(std::find_if_not(line.begin(), line.end(), is_digit) - line.begin());
  if (digits > 0 && digits < line.size() && (line[digits] == '.' || line[digits] == ')'))
    line.insert(digits, "\\");
  return line;
}

/// A trailing # would be taken for the end of the heading.
std::string heading_text(const rich& text) {
  auto line = inline_text(text);
  if (!line.empty() && line.back() == '#') line.insert(line.size() - 1, "\\");
  return line;
}

std::string table_text(const block& b) {
  if (b.columns == 0) return {};
  std::string out;
  for (std::size_t at = 0; at + b.columns <= b.parts.size(); at += b.columns) {
    out += "|";
    for (std::size_t c = 0; c < b.columns; ++c) out += " " + inline_text(b.parts[at + c], true) + " |";
    out += "\n";
    if (at == 0) {
      out += "|";
      for (std::size_t c = 0; c < b.columns; ++c) out += " --- |";
      out += "\n";
    }
  }
  return out;
}

std::string code_block(const rich& text) {
  std::string inner;
  for (const auto& r : text.runs) inner += plain(r.text, true);
  const std::string fence(std::max<std::size_t>(3, longest_ticks(inner) + 1), '`');
  if (!inner.empty() && inner.back() != '\n') inner += '\n';
  return fence + "text\n" + inner + fence + "\n";
}

std::string block_text(const block& b) {
  std::string out;
  switch (b.kind) {
    case block_kind::heading:
      // The title is the only heading of the first level.
      for (const auto& p : b.parts)
        out += std::string(std::min(b.level, 5u) + 1, '#') + " " + heading_text(p) + "\n";
      return out;
    case block_kind::paragraph:
      for (const auto& p : b.parts) out += guarded(inline_text(p)) + "\n";
      return out;
    case block_kind::bullets:
      for (const auto& p : b.parts) out += "- " + guarded(inline_text(p)) + "\n";
      return out;
    case block_kind::numbers:
      for (std::size_t i = 0; i < b.parts.size(); ++i)
        out += std::to_string(i + 1) + ". " + guarded(inline_text(b.parts[i])) + "\n";
      return out;
    case block_kind::table:
      return table_text(b);
    case block_kind::code:
      for (const auto& p : b.parts) out += code_block(p);
      return out;
  }
  return out;
}

}  // namespace

std::string escaped(std::string_view text) {
  const auto line = plain(text, false);
  std::string out;
  out.reserve(line.size() + 8);
  for (std::size_t i = 0; i < line.size(); ++i) {
    const char c = line[i];
    const char next = i + 1 < line.size() ? line[i + 1] : ' ';
    bool marks = std::string_view("\\`*[]<>|~$").find(c) != std::string_view::npos;
    // Inside of a word an underscore is only itself.
    if (c == '_') marks = i == 0 || !is_word(line[i - 1]) || !is_word(next);
    if (c == '&') marks = next == '#' || is_word(next);
    // What would become a link by itself.
    if (c == ':' && next == '/') marks = true;
    if (c == '.' && i >= 3 && (line[i - 1] | 0x20) == 'w') marks = true;
    if (c == '@') marks = true;
    if (marks) out += '\\';
    out += c;
  }
  return out;
}

std::string markdown_of(const document::page& page) {
  std::string out = "# " + heading_text(rich(page.title)) + "\n";
  for (const auto& b : page.blocks) {
    auto text = block_text(b);
    if (!text.empty()) out += "\n" + text;
  }
  return out;
}

}  // namespace fm::reports

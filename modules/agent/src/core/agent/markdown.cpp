#include "agent/markdown.hpp"

#include "agent/wording.hpp"

#include <algorithm>
#include <cctype>

namespace fm::agent {

namespace {

/// Times and counts are ours, not the evidence's words.
bool is_measure(std::string_view slot) { return slot == "count" || slot == "first" || slot == "last"; }

/// Slots with their values as code spans; a form that puts a slot into quotation marks loses them.
std::string form_without_quotes(std::string form, std::string_view name) {
  const std::string quoted = "\"{" + std::string(name) + "}\"", plain = "{" + std::string(name) + "}";
  for (auto at = form.find(quoted); at != std::string::npos; at = form.find(quoted, at + plain.size()))
    form.replace(at, quoted.size(), plain);
  return form;
}

}  // namespace

std::string code_span(std::string_view text) {
  std::string line;
  std::size_t longest = 0, run = 0;
  for (const char c : text) {
    run = c == '`' ? run + 1 : 0;
    longest = std::max(longest, run);
    line.push_back(static_cast<unsigned char>(c) < ' ' ? ' ' : c);
  }
  const std::string fence(longest + 1, '`');
  const bool pad = !line.empty() && (line.front() == '`' || line.back() == '`');
  return fence + (pad ? " " : "") + line + (pad ? " " : "") + fence;
}

std::string code_block(std::string_view command, std::string_view indent) {
  std::size_t longest = 2, run = 0;
  for (const char c : command) {
    run = c == '`' ? run + 1 : 0;
    longest = std::max(longest, run);
  }
  const std::string fence(longest + 1, '`');
  std::string out = std::string(indent) + fence + "sh\n" + std::string(indent);
  for (const char c : command) {
    out.push_back(c);
    if (c == '\n') out += indent;
  }
  return out + "\n" + std::string(indent) + fence;
}

std::string escaped(std::string_view text) {
  std::string out;
  const auto in_word = [&](std::size_t at) {
    return at < text.size() && (std::isalnum(static_cast<unsigned char>(text[at])) != 0 ||
                                static_cast<unsigned char>(text[at]) >= 0x80);
  };
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    // An underscore within a word is no mark, and file names are read better without backslashes.
    const bool underscore = c == '_' && !(i > 0 && in_word(i - 1) && in_word(i + 1));
    if (underscore || std::string_view("\\`*[]<").find(c) != std::string_view::npos) out.push_back('\\');
    out.push_back(static_cast<unsigned char>(c) < ' ' ? ' ' : c);
  }
  return out;
}

std::string prose(std::string_view text) {
  std::string out;
  while (!text.empty()) {
    const auto open = text.find('`');
    const auto close = open == text.npos ? text.npos : text.find('`', open + 1);
    if (close == text.npos) return out + escaped(text);
    out += escaped(text.substr(0, open));
    if (close > open + 1) out += code_span(text.substr(open + 1, close - open - 1));
    text.remove_prefix(close + 1);
  }
  return out;
}

std::string markdown_of(const claim& c, std::size_t most_ranges) {
  auto form = c.form;
  auto slots = c.slots;
  for (auto& s : slots) {
    if (s.value.empty() || is_measure(s.name)) continue;
    form = form_without_quotes(std::move(form), s.name);
    s.value = s.name == words_slot ? prose(s.value) : code_span(s.value);
  }
  auto text = slots.empty() ? c.text : fill(form, slots);
  const auto where = citations_text(c.citations, most_ranges);
  if (where.empty()) return text;
  while (!text.empty() && text.back() == '.') text.pop_back();
  return text + " " + where;
}

}  // namespace fm::agent

#include "documents/script_text.hpp"

#include <algorithm>
#include <array>

namespace fm::evidence {
namespace {

constexpr std::size_t most_pieces = 20'000;

bool opens(std::string_view w) {
  return w == "if" || w == "while" || w == "until" || w == "for" || w == "case";
}
bool closes(std::string_view w) { return w == "fi" || w == "done" || w == "esac"; }

}  // namespace

std::vector<script_line> lines_of_scalar(const yaml::node& s, const text_lines& lines) {
  std::vector<script_line> out;
  if (!s.is_scalar() || s.text.empty()) return out;
  if (s.line == s.end_line) {
    const auto raw = lines.at(s.line);
    if (const auto at = raw.find(trim(s.text)); at != std::string_view::npos) {
      out.push_back({s.line, raw.substr(at, trim(s.text).size())});
      return out;
    }
    // Escapes: the pieces between them still stand there.
    for (auto piece : split(s.text, '\n')) {
      piece = trim(piece);
      if (const auto at = raw.find(piece);
          !piece.empty() && at != std::string_view::npos && out.size() < most_pieces)
        out.push_back({s.line, raw.substr(at, piece.size())});
    }
    return out;
  }
  const auto first = s.block ? s.line + 1 : s.line;
  for (std::uint64_t n = first; n <= s.end_line && out.size() < most_pieces; ++n) {
    auto text = trim(lines.at(n));
    if (!s.block && n == s.line) {
      if (const auto open = text.find_first_of("\"'"); open != std::string_view::npos)
        text = text.substr(open + 1);
    }
    if (!text.empty()) out.push_back({n, text});
  }
  return out;
}

std::vector<script_line> script_of(const yaml::node& container, const text_lines& lines) {
  std::vector<script_line> out;
  for (auto list : {"command", "args"}) {
    const auto* words = container.find(list);
    if (!words) continue;
    if (words->is_scalar()) {
      for (auto l : lines_of_scalar(*words, lines)) out.push_back(l);
      continue;
    }
    for (const auto& w : words->items)
      for (auto l : lines_of_scalar(w, lines))
        if (out.size() < most_pieces) out.push_back(l);
  }
  return out;
}

std::vector<std::string_view> statement::words() const {
  std::vector<std::string_view> out;
  for (auto w : split_words(text)) {
    while (!w.empty() && (w.front() == '"' || w.front() == '\'' || w.front() == '(')) w.remove_prefix(1);
    while (!w.empty() && (w.back() == '"' || w.back() == '\'' || w.back() == ')')) w.remove_suffix(1);
    if (!w.empty()) out.push_back(w);
  }
  return out;
}

std::vector<statement> statements_of(const std::vector<script_line>& script) {
  std::vector<statement> out;
  std::int64_t depth = 0;
  bool may_have_ended = false;
  for (const auto& l : script) {
    if (l.text.front() == '#') continue;
    std::size_t start = 0;
    bool after_test = false;
    char quote = 0;
    for (std::size_t i = 0; i <= l.text.size() && out.size() < most_pieces; ++i) {
      const char c = i < l.text.size() ? l.text[i] : ';';
      if (quote != 0 && i < l.text.size()) {
        if (c == quote) quote = 0;
        continue;
      }
      if (c == '"' || c == '\'') {
        quote = c;
        continue;
      }
      if (c != ';' && c != '|' && c != '&') continue;
      auto text = trim(l.text.substr(start, i - start));
      const bool test = i + 1 < l.text.size() && l.text[i + 1] == c && c != ';';
      const auto word = text.substr(0, text.find_first_of(" \t"));
      if (closes(word)) --depth;
      if (opens(word)) ++depth;
      if (text == "}") --depth;
      if (text.ends_with("{")) ++depth;
      for (std::string_view lead : {"then ", "do ", "else ", "elif ", "if ", "while ", "until ", "! "})
        if (text.starts_with(lead)) text = trim(text.substr(lead.size()));
      const bool conditional = depth > 0 || after_test;
      // After an end on some condition all that follows is conditional too.
      if (!text.empty() && !closes(word)) out.push_back({l.line, text, conditional || may_have_ended});
      may_have_ended = may_have_ended || (conditional && text.starts_with("exit"));
      after_test = test || (after_test && c == '|');
      if (test) ++i;
      start = i + 1;
    }
  }
  return out;
}

std::vector<std::string_view> printed_texts(std::string_view line) {
  static constexpr std::array<std::string_view, 14> prints{
      "echo ",      "printf ", "print(",  "logger.", "logging.", "log.",   "console.",
      "Exception(", "Error(",  "println", "Printf(", "puts ",    "write(", "raise "};
  std::vector<std::string_view> out;
  std::size_t from = std::string_view::npos;
  for (auto p : prints) from = std::min(from, line.find(p));
  if (from == std::string_view::npos) return out;
  auto rest = line.substr(from);
  bool quoted = false;
  while (out.size() < 16) {
    const auto open = rest.find_first_of("\"'");
    if (open == std::string_view::npos) break;
    const char mark = rest[open];
    const auto close = rest.find(mark, open + 1);
    if (close == std::string_view::npos) break;
    const auto text = rest.substr(open + 1, close - open - 1);
    quoted = true;
    if (text.size() >= 4) out.push_back(text);
    rest.remove_prefix(close + 1);
  }
  if (!quoted && rest.starts_with("echo ")) {
    auto text = trim(rest.substr(5));
    text = trim(text.substr(0, text.find_first_of(";|&>")));
    if (text.size() >= 4) out.push_back(text);
  }
  return out;
}

}  // namespace fm::evidence

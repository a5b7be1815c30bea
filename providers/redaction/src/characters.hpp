#pragma once
// Classes of ASCII characters, whatever the locale, and small questions about texts.
#include <cstddef>
#include <string>
#include <string_view>

namespace fm::redaction {

constexpr bool is_lower(char c) { return c >= 'a' && c <= 'z'; }
constexpr bool is_upper(char c) { return c >= 'A' && c <= 'Z'; }
constexpr bool is_letter(char c) { return is_lower(c) || is_upper(c); }
constexpr bool is_digit(char c) { return c >= '0' && c <= '9'; }
constexpr bool is_alnum(char c) { return is_letter(c) || is_digit(c); }
constexpr bool is_hex(char c) { return is_digit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F'); }
constexpr bool is_blank(char c) { return c == ' ' || c == '\t'; }
constexpr bool is_line_end(char c) { return c == '\n' || c == '\r'; }
constexpr bool is_space(char c) { return is_blank(c) || is_line_end(c) || c == '\f' || c == '\v'; }
constexpr bool is_word(char c) { return is_alnum(c) || c == '_'; }
constexpr bool is_base64(char c) { return is_alnum(c) || c == '+' || c == '/' || c == '='; }
constexpr bool is_name(char c) { return is_word(c) || c == '.' || c == '-'; }

template <class Test>
constexpr bool all_are(std::string_view text, Test test) {
  for (const char c : text)
    if (!test(c)) return false;
  return true;
}
template <class Test>
constexpr bool any_is_of(std::string_view text, Test test) {
  for (const char c : text)
    if (test(c)) return true;
  return false;
}
/// The end of the run of such characters that begins at `at`.
template <class Test>
constexpr std::size_t run_end(std::string_view text, std::size_t at, Test test) {
  while (at < text.size() && test(text[at])) ++at;
  return at;
}

inline std::string lowered(std::string_view text) {
  std::string out(text);
  for (char& c : out)
    if (is_upper(c)) c = static_cast<char>(c - 'A' + 'a');
  return out;
}

/// Where the content of a line begins: behind the name that models are shown it under ("[E1:12] ", "E1:12 "),
/// if any.
constexpr std::size_t behind_line_name(std::string_view text, std::size_t at) {
  const bool bracket = at < text.size() && text[at] == '[';
  const auto begin = bracket ? at + 1 : at;
  if (begin + 1 >= text.size() || (text[begin] != 'E' && text[begin] != 'K') || !is_digit(text[begin + 1]))
    return at;
  auto end = run_end(text, begin + 1, [](char c) { return is_digit(c) || c == ':'; });
  if (bracket && (end >= text.size() || text[end] != ']')) return at;
  if (bracket) ++end;
  if (end < text.size() && text[end] == ' ') return end + 1;
  return bracket ? end : at;
}

/// E1, E1:12, E1:12-15, K3: how models are shown lines and passages, and cite them.
constexpr bool is_line_name(std::string_view v) {
  if (v.size() < 2 || (v[0] != 'E' && v[0] != 'K')) return false;
  auto at = run_end(v, 1, is_digit);
  if (at == 1) return false;
  for (const char mark : {':', '-'})
    if (at + 1 < v.size() && v[at] == mark && is_digit(v[at + 1])) at = run_end(v, at + 1, is_digit);
  return at == v.size();
}

/// UUIDs in their usual spelling.
constexpr bool is_uuid(std::string_view v) {
  if (v.size() != 36) return false;
  for (std::size_t i = 0; i < v.size(); ++i)
    if (i == 8 || i == 13 || i == 18 || i == 23 ? v[i] != '-' : !is_hex(v[i])) return false;
  return true;
}

/// The placeholder of a redactor, or something of its shape.
constexpr bool is_placeholder(std::string_view v) {
  if (v.size() < 4 || v.front() != '<' || v.back() != '>') return false;
  const auto body = v.substr(1, v.size() - 2);
  const auto bar = body.rfind('_');
  return bar != body.npos && bar > 0 &&
         all_are(body.substr(0, bar), [](char c) { return is_upper(c) || is_digit(c) || c == '_'; }) &&
         all_are(body.substr(bar + 1), [](char c) { return is_lower(c) || is_digit(c); });
}

}  // namespace fm::redaction

#include "fm/sql/dialect.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <utility>

namespace fm::sql {

namespace {

enum class kind { word, placeholder, other };
struct token {
  kind what;
  std::string_view text;
};

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_word(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || is_digit(c) || (c & 0x80);
}
bool same_word(std::string_view a, std::string_view lower) {
  return std::equal(a.begin(), a.end(), lower.begin(), lower.end(),
                    [](char x, char y) { return (x >= 'A' && x <= 'Z' ? x + ('a' - 'A') : x) == y; });
}

/// Where a literal, quoted name or comment ends that begins at 0; 1 when there is none.
std::size_t opaque_length(std::string_view s) {
  auto until = [&](std::string_view end, std::size_t from) {
    auto at = s.find(end, from);
    return at == std::string_view::npos ? s.size() : at + end.size();
  };
  // A doubled quote inside of a literal reads as two literals, which is as good here.
  if (s[0] == '\'' || s[0] == '"') return until(s.substr(0, 1), 1);
  if (s.starts_with("--")) return until("\n", 2);
  if (s.starts_with("/*")) return until("*/", 2);
  return 1;
}

token next_token(std::string_view s) {
  std::size_t n = 1;
  if (s[0] == '$' && s.size() > 1 && is_digit(s[1])) {
    while (n < s.size() && is_digit(s[n])) ++n;
    return {kind::placeholder, s.substr(0, n)};
  }
  if (is_word(s[0])) {
    while (n < s.size() && is_word(s[n])) ++n;
    return {kind::word, s.substr(0, n)};
  }
  return {kind::other, s.substr(0, opaque_length(s))};
}

template <class Spell>
std::string translate(std::string_view portable, Spell spell) {
  std::string out;
  out.reserve(portable.size() + 16);
  while (!portable.empty()) {
    auto t = next_token(portable);
    spell(out, t);
    portable.remove_prefix(t.text.size());
  }
  return out;
}

}  // namespace

std::string for_sqlite(std::string_view portable) {
  return translate(portable, [](std::string& out, const token& t) {
    if (t.what == kind::placeholder)
      out.append("?").append(t.text.substr(1));
    else
      out.append(t.text);
  });
}

std::string for_postgresql(std::string_view portable) {
  static constexpr std::array<std::pair<std::string_view, std::string_view>, 4> words{
      {{"integer", "bigint"}, {"real", "double precision"}, {"blob", "bytea"}, {"instr", "strpos"}}};
  return translate(portable, [](std::string& out, const token& t) {
    auto word = t.what == kind::word
                    ? std::find_if(words.begin(), words.end(),
                                   [&](const auto& known) { return same_word(t.text, known.first); })
                    : words.end();
    out.append(word == words.end() ? t.text : word->second);
  });
}

std::string_view written_table(std::string_view portable) {
  bool expected = false;
  bool deletes = false;
  while (!portable.empty()) {
    auto t = next_token(portable);
    portable.remove_prefix(t.text.size());
    if (t.what != kind::word) continue;
    if (expected) return t.text;
    deletes = deletes || same_word(t.text, "delete");
    expected =
        same_word(t.text, "into") || same_word(t.text, "update") || (deletes && same_word(t.text, "from"));
  }
  return {};
}

}  // namespace fm::sql

#include "evidence/wrapped_error.hpp"

#include <fm/utf8/cut.hpp>

#include <algorithm>
#include <array>
#include <vector>

namespace fm::evidence {

namespace {

using namespace std::string_view_literals;
constexpr auto npos = std::string_view::npos;
constexpr std::size_t longest_looked_at = 8'192;  // bytes of a message
constexpr std::size_t most_parts = 64;
constexpr std::size_t most_unclosed = 8;
constexpr std::size_t least_letters = 12;
constexpr std::size_t least_statement = 40;  // bytes: less is "unknown", "EOF", a value without its name

bool is_blank(char c) { return c == ' ' || c == '\t'; }
bool is_letter(char c) { return static_cast<unsigned char>((c | 0x20) - 'a') < 26; }

std::string_view stripped(std::string_view s) {
  while (!s.empty() && is_blank(s.front())) s.remove_prefix(1);
  while (!s.empty() && (is_blank(s.back()) || s.back() == '\r' || s.back() == '\n')) s.remove_suffix(1);
  return s;
}

std::size_t letters_in(std::string_view s) {
  return static_cast<std::size_t>(std::count_if(s.begin(), s.end(), is_letter));
}

/// Where the text that is quoted from `open` on ends: the quote that closes it, or npos.
std::size_t closing_quote(std::string_view s, std::size_t open) {
  for (auto i = open + 1; i < s.size(); ++i) {
    if (s[i] == '\\')
      ++i;
    else if (s[i] == s[open])
      return i;
  }
  return npos;
}

/// `\"` and `\\` as they were before they were quoted; a `\n` ends the line that is looked at.
std::string unquoted(std::string_view s) {
  std::string out;
  out.reserve(s.size());
  for (std::size_t i = 0; i < s.size(); ++i) {
    if (s[i] != '\\' || i + 1 == s.size()) {
      out.push_back(s[i]);
      continue;
    }
    ++i;
    if (s[i] == 'n') return out;
    if (s[i] == 't')
      out.push_back('\t');
    else if (s[i] == '"' || s[i] == '\\' || s[i] == '/' || s[i] == '\'')
      out.push_back(s[i]);
    else
      out.append({'\\', s[i]});
  }
  return out;
}

constexpr std::array error_keys{"err"sv, "error"sv, "cause"sv, "exception"sv};

/// The value of the last field that holds an error: `err="..."`, `error=...`. Empty when there is none.
std::string error_field(std::string_view s) {
  std::string found;
  for (auto at = s.find('='); at != npos && at + 1 < s.size(); at = s.find('=', at + 1)) {
    auto begin = at;
    while (begin > 0 && is_letter(s[begin - 1])) --begin;
    if (begin > 0 && !is_blank(s[begin - 1]) && s[begin - 1] != ',' && s[begin - 1] != '(') continue;
    if (std::find(error_keys.begin(), error_keys.end(), s.substr(begin, at - begin)) == error_keys.end())
      continue;
    const auto value = at + 1;
    if (s[value] == '"') {
      const auto close = closing_quote(s, value);
      if (close == npos) break;
      auto text = unquoted(s.substr(value + 1, close - value - 1));
      if (letters_in(text) >= 3) found = std::move(text);
      at = close;
    } else {
      // Without quotes it ends where the next field begins.
      auto end = s.find('=', value);
      if (end != npos)
        while (end > value && !is_blank(s[end - 1])) --end;
      const auto text = stripped(s.substr(value, end == npos ? npos : end - value));
      if (letters_in(text) >= 3 && text != "nil" && text != "null") found = text;
    }
  }
  return found;
}

/// Behind the last of the words that lead inwards; npos when none stands there.
std::size_t behind_inward_word(std::string_view s) {
  struct inward {
    std::string_view word;
    std::size_t rare;  // of its letters: most messages hold none, and are passed over at once
  };
  constexpr std::array words{inward{"nested exception is ", 8}, inward{" ---> ", 4}, inward{"aused by: ", 8},
                             inward{"Output: ", 0}, inward{" \xE2\x80\xA6 ", 1}};
  std::size_t best = npos;
  for (const auto& [word, rare] : words)
    for (auto at = s.find(word[rare], rare); at != npos; at = s.find(word[rare], at + 1)) {
      if (!s.substr(at - rare).starts_with(word)) continue;
      const auto behind = at - rare + word.size();
      if (behind >= s.size()) break;
      if (best == npos || behind > best) best = behind;
      at = behind - 1 + rare;
    }
  return best;
}

/// Whether a colon ends a part of `a: b`.
bool has_border(std::string_view s) {
  for (auto at = s.find(':'); at != npos && at + 1 < s.size(); at = s.find(':', at + 1))
    if (is_blank(s[at + 1])) return true;
  return false;
}

/// Where the parts of `a: b: c` begin; what stands in quotes or brackets is no border.
std::vector<std::size_t> part_begins(std::string_view s) {
  std::vector<std::size_t> begins{0};
  int depth = 0;
  std::size_t unclosed = 0;  // quotes without an end are looked for a bounded number of times
  for (std::size_t i = 0; i < s.size(); ++i) {
    const char c = s[i];
    if ((c == '"' || c == '`') && unclosed < most_unclosed) {
      if (const auto close = closing_quote(s, i); close != npos)
        i = close;
      else
        ++unclosed;
    } else if (c == '(' || c == '[' || c == '{') {
      ++depth;
    } else if (c == ')' || c == ']' || c == '}') {
      depth = std::max(0, depth - 1);
    } else if (c == ':' && depth == 0 && i > 0 && i + 1 < s.size() && is_blank(s[i + 1]) &&
               !is_blank(s[i - 1])) {
      auto next = i + 1;
      while (next < s.size() && is_blank(s[next])) ++next;
      if (next < s.size()) begins.push_back(next);
      if (begins.size() == most_parts) break;
    }
  }
  return begins;
}

/// The beginning of the innermost part that is a statement; 0 when that is the whole text.
std::size_t innermost_begin(std::string_view s) {
  if (!has_border(s)) return 0;
  const auto begins = part_begins(s);
  auto part = begins.size() - 1;
  while (part > 0) {
    const auto text = s.substr(begins[part]);
    if (text.size() >= least_statement && letters_in(text) >= least_letters) break;
    if (s.size() - begins[part - 1] > longest_cause) break;
    --part;
  }
  return begins[part];
}

}  // namespace

std::string innermost_part(std::string_view message) {
  auto text = stripped(message.substr(0, longest_looked_at));
  bool wraps = false;
  std::string field = error_field(text);
  if (!field.empty()) {
    text = stripped(field);
    wraps = true;
  }
  if (const auto at = behind_inward_word(text); at != npos) {
    text = stripped(text.substr(at));
    // What was quoted with its line ends written out.
    if (const auto end = text.find("\\n"); end != npos && end > 0) text = stripped(text.substr(0, end));
    wraps = true;
  }
  const auto begin = innermost_begin(text);
  if (begin == 0 && !wraps) return {};
  return std::string(first_bytes(text.substr(begin), longest_cause));
}

std::string as_cause(std::string_view text) {
  text = stripped(text);
  if (text.size() <= longest_cause) return std::string(text);
  auto part = innermost_part(text);
  return part.empty() ? std::string(first_bytes(text, longest_cause)) : part;
}

}  // namespace fm::evidence

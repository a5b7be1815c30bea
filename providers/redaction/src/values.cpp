#include "values.hpp"

#include "characters.hpp"
#include "names.hpp"

#include <algorithm>
#include <array>
#include <cstdint>

namespace fm::redaction {

namespace {

constexpr std::size_t longest_remark = 64, longest_quoted = 64'000, longest_between_marks = 200;
constexpr std::string_view cut_mark = "…";

/// How a quoted value is opened, and so closed. Empty when it is not quoted.
std::string_view opening(std::string_view rest) {
  const auto slashes = run_end(rest, 0, [](char c) { return c == '\\'; });
  if (slashes < rest.size() && slashes < 16 &&
      (rest[slashes] == '"' || rest[slashes] == '\'' || (slashes == 0 && rest[0] == '`')))
    return rest.substr(0, slashes + 1);
  for (const std::string_view entity : {"&quot;", "&#34;", "&apos;", "&#39;", "%22", "%27", "‘", "“", "’"})
    if (rest.starts_with(entity)) return rest.substr(0, entity.size());
  return {};
}

std::string_view closing_of(std::string_view open) {
  if (open == "‘") return "’";
  if (open == "“") return "”";
  return open;
}

/// Where the quoted value ends that begins at `at`.
std::size_t quoted_end(std::string_view t, std::size_t at, std::string_view open) {
  const auto close = closing_of(open);
  const auto slashes = run_end(open, 0, [](char c) { return c == '\\'; });
  const bool one = open.size() == slashes + 1;  // a quote, perhaps escaped
  const auto limit = std::min(t.size(), at + (one ? longest_quoted : longest_between_marks));
  for (auto i = at; i < limit; ++i) {
    if (is_line_end(t[i])) return i;
    if (t.compare(i, cut_mark.size(), cut_mark) == 0) return i;
    if (!one) {
      if (t.compare(i, close.size(), close) == 0) return i;
      continue;
    }
    if (t[i] == '\\') {
      const auto end = run_end(t, i, [](char c) { return c == '\\'; });
      const auto n = end - i;
      if (end < t.size() && t[end] == open.back() && n <= slashes)
        return i;  // closes this level or an outer one
      i = end < t.size() && t[end] == open.back() ? end : end - 1;
      continue;
    }
    if (t[i] != open.back()) continue;
    if (slashes == 0 && open.back() == '\'' && i + 1 < limit && t[i + 1] == '\'') {
      ++i;  // a doubled one is one of the value
      continue;
    }
    return i;
  }
  return limit;
}

/// Whether another field begins here, behind a separator of fields.
bool begins_field(std::string_view rest) {
  std::size_t i = run_end(rest, 0, is_blank);
  if (i >= rest.size() || i > 0 || is_line_end(rest[0])) return true;
  if (rest[0] == '"' || rest[0] == '\'' || rest[0] == '\\') return true;
  if (rest.starts_with("amp;")) i = 4;
  constexpr std::size_t longest_name = 60;
  const auto name =
      std::min(run_end(rest, i, [](char c) { return is_name(c) || c == ' ' || c == '[' || c == ']'; }),
               i + longest_name);
  return name > i && name < rest.size() && (rest[name] == '=' || rest[name] == ':');
}

constexpr std::string_view escape_spellings[] = {"\x1b",    "\\x1b", "\\x1B", "\\u001b",
                                                 "\\u001B", "\\033", "\\e",   "^["};
constexpr std::size_t longest_code = 20;
bool in_code(char c) { return is_digit(c) || c == ';'; }

std::size_t bare_end(std::string_view t, std::size_t at) {
  const auto limit = t.size();
  auto i = at;
  int open = 0;
  for (; i < limit; ++i) {
    const char c = t[i];
    if (is_space(c) || c == '"' || c == '`') break;
    if (c == '\'' && i > at) break;
    if ((c == '\x1b' || c == '\\' || c == '^') && terminal_code_end(t, i) > i) break;
    if (c == '\\' && i + 1 < limit &&
        (t[i + 1] == 'n' || t[i + 1] == 'r' || t[i + 1] == '"' || t[i + 1] == '\''))
      break;
    if (c == '<' && i > at && i + 1 < limit && (t[i + 1] == '/' || t[i + 1] == '!')) break;
    if (c == '&' && (t.compare(i, 4, "&lt;") == 0 || t.compare(i, 6, "&quot;") == 0)) break;
    if (c == '%' && (t.compare(i, 3, "%26") == 0 || t.compare(i, 3, "%22") == 0)) break;
    if (t.compare(i, cut_mark.size(), cut_mark) == 0) break;
    if ((c == ',' || c == ';' || c == '&') && begins_field(t.substr(i + 1, 80))) break;
    if (c == '(' || c == '[' || c == '{') ++open;
    if ((c == ')' || c == ']' || c == '}') && open-- == 0) {
      // One that closes what was opened before the value; within a value it is followed by more of it.
      if (i + 1 >= limit || !is_alnum(t[i + 1])) break;
      open = 0;
    }
  }
  // What ends a sentence or a list.
  while (i > at && std::string_view(".,;:|>").find(t[i - 1]) != std::string_view::npos &&
         (i == t.size() || is_space(t[i]) || t[i] == '"') && !(t[i - 1] == '>' && t[at] == '<'))
    --i;
  return i;
}

int digit_of(char c) {
  if (is_digit(c)) return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

constexpr std::string_view digits64 = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

}  // namespace

std::size_t terminal_code_end(std::string_view t, std::size_t at) {
  for (const auto spelt : escape_spellings) {
    if (t.compare(at, spelt.size(), spelt) != 0) continue;
    const auto open = at + spelt.size();
    if (open >= t.size() || t[open] != '[') continue;
    const auto end = run_end(t.substr(0, open + longest_code), open + 1, in_code);
    if (end < t.size() && is_letter(t[end])) return end + 1;
  }
  return at;
}

std::size_t terminal_code_begin(std::string_view t, std::size_t end) {
  if (end < 3 || !is_letter(t[end - 1])) return end;
  auto open = end - 1;
  while (open > 0 && end - open < longest_code && in_code(t[open - 1])) --open;
  if (open == 0 || t[open - 1] != '[') return end;
  const auto head = t.substr(0, open - 1);
  for (const auto spelt : escape_spellings)
    if (head.ends_with(spelt)) return head.size() - spelt.size();
  return end;
}

value_place value_at(std::string_view t, std::size_t at, std::size_t known_end) {
  value_place out;
  auto i = run_end(t, at, is_blank);
  if (t.compare(i, 3, "%20") == 0) i += 3;
  if (const auto code = terminal_code_end(t, std::min(i, t.size())); code > i) i = run_end(t, code, is_blank);
  out.spaced = i > at;
  // Tags of YAML, prefixes of Python's strings.
  if (t.compare(i, 2, "!!") == 0)
    i = run_end(t, run_end(t, i, [](char c) { return !is_space(c); }), is_blank);
  if (i + 1 < t.size() && std::string_view("bBuUrRnNE@").find(t[i]) != std::string_view::npos &&
      (t[i + 1] == '"' || t[i + 1] == '\''))
    ++i;
  const auto open = opening(t.substr(i, 20));
  out.begin = i + open.size();
  out.quoted = !open.empty();
  if (out.quoted) {
    out.end = quoted_end(t, out.begin, open);
    // A quote that closes what stood before it opens nothing.
    const bool unclosed = out.end >= t.size() || is_line_end(t[out.end]);
    if (unclosed && out.begin < out.end && is_blank(t[out.begin])) out.end = out.begin;
  } else if (const auto close = t.substr(0, out.begin + longest_remark).find(')', out.begin);
             close != t.npos && t[out.begin] == '(' &&
             is_stand_in(t.substr(out.begin, close + 1 - out.begin))) {
    out.end = close + 1;  // (sensitive value)
  } else {
    out.end = known_end > out.begin ? known_end : bare_end(t, out.begin);
  }
  return out;
}

std::string unescaped(std::string_view v) {
  std::string out;
  for (std::size_t i = 0; i < v.size(); ++i) {
    if (v[i] == '%' && i + 2 < v.size() && digit_of(v[i + 1]) >= 0 && digit_of(v[i + 2]) >= 0) {
      out.push_back(static_cast<char>(digit_of(v[i + 1]) * 16 + digit_of(v[i + 2])));
      i += 2;
    } else if (v[i] == '\\' && i + 1 < v.size() &&
               std::string_view("\"'\\/").find(v[i + 1]) != std::string_view::npos) {
      out.push_back(v[++i]);
    } else if (v[i] == '\\' && i + 5 < v.size() && v[i + 1] == 'u' && v[i + 2] == '0' && v[i + 3] == '0' &&
               digit_of(v[i + 4]) >= 0 && digit_of(v[i + 5]) >= 0) {
      out.push_back(static_cast<char>(digit_of(v[i + 4]) * 16 + digit_of(v[i + 5])));
      i += 5;
    } else if (v[i] == '&') {
      constexpr std::array<std::pair<std::string_view, char>, 5> entities{
          {{"&amp;", '&'}, {"&lt;", '<'}, {"&gt;", '>'}, {"&quot;", '"'}, {"&apos;", '\''}}};
      const auto* e = std::find_if(entities.begin(), entities.end(),
                                   [&](const auto& x) { return v.substr(i).starts_with(x.first); });
      if (e == entities.end()) {
        out.push_back('&');
      } else {
        out.push_back(e->second);
        i += e->first.size() - 1;
      }
    } else if (v[i] == '\'' && i + 1 < v.size() && v[i + 1] == '\'') {
      out.push_back('\'');
      ++i;
    } else {
      out.push_back(v[i]);
    }
  }
  return out;
}

std::string url_encoded(std::string_view v) {
  constexpr std::string_view hex = "0123456789ABCDEF";
  std::string out;
  for (const char c : v) {
    if (is_alnum(c) || c == '-' || c == '_' || c == '.' || c == '~') {
      out.push_back(c);
    } else {
      out.push_back('%');
      out.push_back(hex[static_cast<unsigned char>(c) >> 4]);
      out.push_back(hex[static_cast<unsigned char>(c) & 15]);
    }
  }
  return out;
}

std::string json_escaped(std::string_view v) {
  constexpr std::string_view hex = "0123456789abcdef";
  std::string out;
  for (const char c : v) {
    if (c == '"' || c == '\\') {
      out.push_back('\\');
      out.push_back(c);
    } else if (c == '\n') {
      out += "\\n";
    } else if (static_cast<unsigned char>(c) < 0x20) {
      out += "\\u00";
      out.push_back(hex[static_cast<unsigned char>(c) >> 4]);
      out.push_back(hex[static_cast<unsigned char>(c) & 15]);
    } else {
      out.push_back(c);
    }
  }
  return out;
}

std::string xml_escaped(std::string_view v) {
  std::string out;
  for (const char c : v) {
    if (c == '&')
      out += "&amp;";
    else if (c == '<')
      out += "&lt;";
    else if (c == '>')
      out += "&gt;";
    else if (c == '"')
      out += "&quot;";
    else
      out.push_back(c);
  }
  return out;
}

std::string to_base64(std::string_view bytes) {
  std::string out;
  for (std::size_t i = 0; i < bytes.size(); i += 3) {
    std::uint32_t v = 0;
    for (std::size_t k = 0; k < 3; ++k)
      v = v << 8 | (i + k < bytes.size() ? static_cast<unsigned char>(bytes[i + k]) : 0u);
    const auto n = std::min<std::size_t>(3, bytes.size() - i);
    for (std::size_t k = 0; k < 4; ++k) out.push_back(k <= n ? digits64[v >> (18 - 6 * k) & 63] : '=');
  }
  return out;
}

std::string text_in_base64(std::string_view v) {
  while (!v.empty() && v.back() == '=') v.remove_suffix(1);
  if (v.size() < 4 || v.size() % 4 == 1) return {};
  std::string out;
  std::uint32_t bits = 0;
  int held = 0;
  for (char c : v) {
    if (c == '-') c = '+';
    if (c == '_') c = '/';
    const auto d = digits64.find(c);
    if (d == digits64.npos) return {};
    bits = bits << 6 | static_cast<std::uint32_t>(d);
    if ((held += 6) >= 8) {
      held -= 8;
      out.push_back(static_cast<char>(bits >> held & 0xFF));
    }
  }
  const bool printable =
      all_are(out, [](char c) { return (c >= 0x20 && c < 0x7F) || c == '\n' || c == '\r' || c == '\t'; });
  return out.size() >= 3 && printable ? out : std::string();
}

}  // namespace fm::redaction

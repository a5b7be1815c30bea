#include "characters.hpp"
#include "scanners.hpp"

#include <algorithm>

namespace fm::redaction {

namespace {

constexpr std::size_t shortest_body_line = 40;

/// Behind blanks, line ends (real, or escaped as \n, %0A, &#10;), names of lines and quoting marks.
std::size_t behind_gap(std::string_view t, std::size_t at) {
  for (;;) {
    const auto rest = t.substr(at);
    if (rest.empty()) return at;
    if (is_space(t[at])) {
      ++at;
    } else if (rest.starts_with("%0A") || rest.starts_with("%0a") || rest.starts_with("%0D")) {
      at += 3;
    } else if (rest.starts_with("&#10;") || rest.starts_with("&#13;") || rest.starts_with("&#xA;")) {
      at += 5;
    } else if (t[at] == '\\') {
      const auto end = run_end(t, at, [](char c) { return c == '\\'; });
      if (end >= t.size() || (t[end] != 'n' && t[end] != 'r')) return at;
      at = end + 1;
    } else if (t[at] == '>' || t[at] == '|' || t[at] == '#') {
      ++at;
    } else if (const auto behind = behind_line_name(t, at); behind != at) {
      at = behind;
    } else {
      return at;
    }
  }
}

/// Behind the dashes that close a marker which begins at `at`, or the end of its line.
std::size_t behind_marker(std::string_view t, std::size_t at) {
  at = run_end(t, at, [](char c) { return c == '-'; });
  at = run_end(t, at, [](char c) { return is_alnum(c) || c == ' '; });
  return run_end(t, at, [](char c) { return c == '-'; });
}

bool begins_header(std::string_view rest) {
  for (const std::string_view name :
       {"Proc-Type:", "DEK-Info:", "Version:", "Comment:", "Charset:", "Hash:", "MessageID:"})
    if (rest.starts_with(name)) return true;
  return false;
}

/// The end of the key whose content begins at `at`: its END marker, or the last piece that can be a part.
std::size_t body_end(std::string_view t, std::size_t at) {
  auto end = at;
  for (;;) {
    const auto begin = behind_gap(t, at);
    const auto rest = t.substr(begin);
    if (rest.empty()) return end;
    if (rest.starts_with("-----END") || rest.starts_with("---- END")) return behind_marker(t, begin);
    if (begins_header(rest)) {
      at = end = run_end(t, begin, [](char c) { return !is_line_end(c) && c != '\\'; });
      continue;
    }
    const auto stop = run_end(t, begin, [](char c) { return is_base64(c) || c == '-' || c == '_'; });
    const auto piece = t.substr(begin, stop - begin);
    if (piece.empty()) return end;
    const auto next = t.substr(behind_gap(t, stop));
    const bool last = next.empty() || next.starts_with("-----END") || next.starts_with("---- END");
    const bool part = piece.size() >= 24 || last || piece.back() == '=' || piece.front() == '=' ||
                      (piece.size() >= 8 && any_is_of(piece, is_digit) && any_is_of(piece, is_upper));
    if (!part) return end;
    at = end = stop;
  }
}

bool is_private(std::string_view marker) {
  return marker.find("PRIVATE KEY") != marker.npos || marker.find("PGP SECRET") != marker.npos;
}

/// -----BEGIN ... PRIVATE KEY----- and what follows it.
void find_begun(const scan& s) {
  const auto t = s.text;
  for (auto at = t.find("BEGIN "); at != t.npos; at = t.find("BEGIN ", at)) {
    auto begin = at;
    while (begin > 0 && at - begin < 5 && (t[begin - 1] == '-' || t[begin - 1] == ' ')) --begin;
    const auto end_of_name = run_end(t, at, [](char c) { return is_alnum(c) || c == ' '; });
    if (begin == at || !is_private(t.substr(at, end_of_name - at))) {
      s.work += end_of_name - at;
      at = end_of_name;
      continue;
    }
    const auto end = body_end(t, run_end(t, end_of_name, [](char c) { return c == '-'; }));
    s.work += end - at;
    s.add(begin, end, words::private_key);
    at = end;
  }
}

/// What stands before an END whose BEGIN is not there: pieces of base64, backwards.
void find_ended(const scan& s) {
  const auto t = s.text;
  std::size_t floor = 0;
  for (auto at = t.find("-----END "); at != t.npos; at = t.find("-----END ", at + 1)) {
    const auto end = behind_marker(t, at);
    if (!is_private(t.substr(at, end - at))) continue;
    auto begin = at;
    for (auto i = at; i > floor;) {
      // A line's end, then one piece.
      auto stop = i;
      while (stop > floor && (is_space(t[stop - 1]) || t[stop - 1] == '\\')) --stop;
      if (stop > floor + 1 && (t[stop - 1] == 'n' || t[stop - 1] == 'r') && t[stop - 2] == '\\') {
        stop -= 2;
        while (stop > floor && t[stop - 1] == '\\') --stop;
      }
      auto first = stop;
      while (first > floor && is_base64(t[first - 1])) --first;
      if (first == stop || (begin != at && stop - first < 24)) break;
      begin = i = first;
      // The name of the line, when it has one.
      constexpr std::size_t longest_name = 24;
      auto line = first;
      while (line > floor && first - line < longest_name && !is_line_end(t[line - 1])) --line;
      if (line < first && behind_line_name(t, line) == first) i = line;
    }
    s.work += end - begin;
    s.add(begin, end, words::private_key);
    floor = end;
  }
}

/// A line of base64 alone: the middle of a key whose marks are elsewhere. Digests are hexadecimal,
/// certificates and public keys are known by what begins them.
void find_bare_lines(const scan& s) {
  const auto t = s.text;
  bool is_public = false;
  for (std::size_t line = 0; line < t.size();) {
    auto end = t.find('\n', line);
    if (end == t.npos) end = t.size();
    auto begin = behind_line_name(t, line);
    begin = run_end(t, begin, is_blank);
    auto stop = run_end(t, begin, is_base64);
    const auto piece = t.substr(begin, stop - begin);
    const auto rest = run_end(t, stop, [](char c) { return is_blank(c) || c == '\r'; });
    if (const auto text = t.substr(begin, end - begin); text.starts_with("-----"))
      is_public = text.starts_with("-----BEGIN") && !is_private(text);
    if (!is_public && piece.size() >= shortest_body_line && (rest >= end || t.substr(rest, 3) == "…") &&
        any_is_of(piece, is_digit) && any_is_of(piece, is_upper) && any_is_of(piece, is_lower) &&
        !all_are(piece, is_hex))
      s.add(begin, stop, words::private_key);
    s.work += end - line;
    line = end + 1;
  }
}

/// PuTTY's files: the lines behind Private-Lines, and the code behind Private-MAC.
void find_putty(const scan& s) {
  const auto t = s.text;
  for (auto at = t.find("Private-"); at != t.npos; at = t.find("Private-", at + 1)) {
    const auto rest = t.substr(at);
    std::size_t begin = 0, end = 0;
    if (rest.starts_with("Private-Lines:")) {
      begin = run_end(t, at + 14, [](char c) { return is_blank(c) || is_digit(c); });
      end = body_end(t, begin);
      begin = behind_gap(t, begin);
    } else if (rest.starts_with("Private-MAC:") || rest.starts_with("Private-Hash:")) {
      begin = run_end(t, t.find(':', at) + 1, is_blank);
      end = run_end(t, begin, is_hex);
    }
    if (begin < end) s.add(begin, end, words::private_key);
    s.work += end > at ? end - at : 16;
    if (end > at) at = end - 1;
  }
}

}  // namespace

void find_key_blocks(const scan& s) {
  find_begun(s);
  find_ended(s);
  find_putty(s);
  find_bare_lines(s);
}

}  // namespace fm::redaction

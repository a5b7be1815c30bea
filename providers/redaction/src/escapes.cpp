#include "escapes.hpp"

#include "characters.hpp"

#include <algorithm>

namespace fm::redaction {

namespace {

struct escape {
  std::size_t length = 0;  ///< 0: none
  char means = 0;
};

/// The number that `digits` are, to this base; -1 when they are none or the number is not of ASCII.
int number(std::string_view digits, int base) {
  constexpr int ascii = 0x80;
  int out = digits.empty() ? -1 : 0;
  for (const char c : digits) {
    const int d = is_digit(c) ? c - '0' : is_hex(c) ? (c | 0x20) - 'a' + 10 : base;
    if (d >= base || (out = out * base + d) >= ascii) return -1;
  }
  return out;
}

escape escape_at(std::string_view t, std::size_t at) {
  const auto rest = t.substr(at, 16);
  const auto made = [&](std::size_t length, int n, std::string_view more) -> escape {
    if (n <= ' ' || length > rest.size()) return {};
    const char c = static_cast<char>(n);
    return is_alnum(c) || more.find(c) != more.npos ? escape{length, c} : escape{};
  };
  constexpr std::string_view in_addresses = "@.-_", elsewhere = "@.-_:=&'\"+/";
  if (rest[0] == '%') return made(3, number(rest.substr(1, 2), 16), in_addresses);
  if (rest[0] == '\\') {
    const auto slashes = run_end(rest, 0, [](char c) { return c == '\\'; });
    if (slashes >= rest.size()) return {};
    if (rest[slashes] == 'u') return made(slashes + 5, number(rest.substr(slashes + 1, 4), 16), elsewhere);
    if (rest[slashes] == 'x') return made(slashes + 3, number(rest.substr(slashes + 1, 2), 16), elsewhere);
    return {};
  }
  if (rest.starts_with("&#")) {
    const auto end = rest.find(';');
    if (end == rest.npos) return {};
    const bool hex = rest.size() > 2 && (rest[2] | 0x20) == 'x';
    const auto first = hex ? 3u : 2u;
    return made(
        end + 1,
        number(rest.substr(std::min<std::size_t>(first, end), end - std::min<std::size_t>(first, end)),
               hex ? 16 : 10),
        elsewhere);
  }
  return {};
}

}  // namespace

plain_letters with_plain_letters(std::string_view t) {
  plain_letters out;
  const auto copy = [&](std::size_t from, std::size_t to) {
    for (; from < to; ++from) {
      out.text.push_back(t[from]);
      out.from.push_back(from);
    }
  };
  for (std::size_t line = 0; line < t.size();) {
    const auto end = std::min(t.find('\n', line), t.size());
    auto copied = line;
    for (auto at = line; (at = std::min(t.find_first_of("\\%&\n", at), end)) < end;) {
      const auto e = escape_at(t.substr(0, end), at);
      if (e.length == 0) {
        ++at;
        continue;
      }
      copy(copied, at);
      out.text.push_back(e.means);
      out.from.push_back(at);
      at = copied = at + e.length;
    }
    if (copied > line) {
      copy(copied, end);
      out.text.push_back('\n');
      out.from.push_back(end);
    }
    line = end + 1;
  }
  out.from.push_back(t.size());
  return out;
}

}  // namespace fm::redaction

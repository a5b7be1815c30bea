#include "characters.hpp"
#include "scanners.hpp"

#include <algorithm>
#include <string>

namespace fm::redaction {

namespace {

constexpr std::size_t longest_local = 64, longest_domain = 253;

/// Units of systemd and the like are written as addresses are.
bool is_unit(std::string_view ending) {
  for (const std::string_view e : {"service", "socket", "timer", "mount", "target", "slice", "scope",
                                   "device", "path", "swap", "automount"})
    if (ending == e) return true;
  return false;
}

/// 0 to 255, without leading zeros beyond one digit.
bool is_octet(std::string_view t) {
  if (t.empty() || t.size() > 3 || !all_are(t, is_digit)) return false;
  if (t.size() > 1 && t[0] == '0') return false;
  int n = 0;
  for (const char c : t) n = n * 10 + (c - '0');
  return n <= 255;
}

bool is_v4(std::string_view t) {
  int octets = 0;
  for (;;) {
    const auto dot = t.find('.');
    if (!is_octet(t.substr(0, dot))) return false;
    ++octets;
    if (dot == t.npos) return octets == 4;
    t.remove_prefix(dot + 1);
  }
}

/// Loopback, unspecified, masks and broadcast tell nothing of a network.
bool is_plain_v4(std::string_view t) {
  return t.starts_with("127.") || t == "0.0.0.0" || t.starts_with("255.");
}

bool is_v6(std::string_view t) {
  int groups = 0;
  bool gap = false;
  std::size_t i = 0;
  while (i < t.size()) {
    if (t[i] == ':') {
      if (i + 1 < t.size() && t[i + 1] == ':') {
        if (gap) return false;
        gap = true;
        i += 2;
        continue;
      }
      if (i == 0 || i + 1 == t.size()) return false;
      ++i;
      continue;
    }
    const auto end = run_end(t, i, is_hex);
    if (end == i) return is_v4(t.substr(i)) && (gap || groups == 6);
    if (end < t.size() && t[end] == '.') return is_v4(t.substr(i)) && (gap || groups == 6);
    if (end - i > 4) return false;
    ++groups;
    i = end;
  }
  return gap ? groups <= 7 && groups >= 1 : groups == 8;
}

bool is_mac(std::string_view t) {
  if (t.size() != 17) return false;
  for (std::size_t i = 0; i < t.size(); ++i)
    if (i % 3 == 2 ? t[i] != t[2] : !is_hex(t[i])) return false;
  return t[2] == ':' || t[2] == '-';
}

/// A byte of a letter beyond ASCII that is written in two bytes: of Latin, Greek, Cyrillic and others, not of
/// scripts without blanks between words.
bool is_of_letter(std::string_view t, std::size_t at) {
  const auto leads = [](char c) {
    return static_cast<unsigned char>(c) >= 0xC3 && static_cast<unsigned char>(c) <= 0xDF;
  };
  const auto c = static_cast<unsigned char>(t[at]);
  return leads(t[at]) || (c >= 0x80 && c <= 0xBF && at > 0 && leads(t[at - 1]));
}

/// Serial numbers of certificates are written as addresses of cards are.
bool is_serial(std::string_view t, std::size_t at) {
  constexpr std::size_t nearby = 48;
  const auto front = std::min(at, nearby);
  return lowered(t.substr(at - front, front)).find("serial") != std::string::npos;
}

void find_v4(const scan& s) {
  const auto t = s.text;
  for (std::size_t at = 0; at < t.size();) {
    if (!is_digit(t[at])) {
      ++at;
      continue;
    }
    const auto end = run_end(t, at, [](char c) { return is_digit(c) || c == '.'; });
    s.work += end - at;
    auto stop = end;
    while (stop > at && t[stop - 1] == '.') --stop;
    const auto v = t.substr(at, stop - at);
    const char before = at == 0 ? ' ' : t[at - 1], behind = stop == end && end < t.size() ? t[end] : ' ';
    // Versions have four parts, too.
    const bool version = before == 'v' || before == '-' ||
                         lowered(t.substr(at - std::min<std::size_t>(at, 10), std::min<std::size_t>(at, 10)))
                                 .find("version") != std::string::npos;
    const bool apart = !is_word(before) && before != '.' && !is_word(behind) && behind != '-';
    // ip-10-1-2-3 is a host; 10.1.2.3-eth0 and 10.1.2.3_80 are addresses.
    if ((apart || behind == '-' || behind == '_') && !version && !is_word(before) && before != '.' &&
        v.size() >= 7 && v.size() <= 15 && is_v4(v) && !is_plain_v4(v))
      s.add(at, stop, words::ip);
    at = end;
  }
}

void find_v6_and_mac(const scan& s) {
  const auto t = s.text;
  constexpr std::size_t longest = 45;
  const auto part = [](char c) { return is_hex(c) || c == ':'; };
  for (std::size_t at = 0; at < t.size();) {
    if (!part(t[at])) {
      ++at;
      continue;
    }
    auto end = run_end(t, at, part);
    s.work += end - at;
    const char before = at == 0 ? ' ' : t[at - 1];
    const auto colons = std::count(t.begin() + static_cast<std::ptrdiff_t>(at),
                                   t.begin() + static_cast<std::ptrdiff_t>(end), ':');
    if (colons >= 2 && !is_word(before) && before != '.') {
      // ::ffff:10.1.2.3
      auto stop = end;
      if (end < t.size() && t[end] == '.')
        stop = run_end(t, end, [](char c) { return is_digit(c) || c == '.'; });
      while (stop > at && (t[stop - 1] == '.' || (t[stop - 1] == ':' && stop - at > 2 && t[stop - 2] != ':')))
        --stop;
      const auto v = t.substr(at, stop - at);
      const char behind = stop < t.size() ? t[stop] : ' ';
      if (v.size() <= longest && !is_word(behind)) {
        if (is_mac(v)) {
          if (!is_serial(t, at) && v != "00:00:00:00:00:00" && lowered(v) != "ff:ff:ff:ff:ff:ff")
            s.add(at, stop, words::mac);
        } else if (any_is_of(v, is_digit) && v != "::1" && v != "0:0:0:0:0:0:0:1" && is_v6(v)) {
          s.add(at, stop, words::ip);
        }
      }
    }
    at = end;
  }
  static const re2::RE2 dashed(
      R"((?:^|[^\w-])((?:[0-9A-Fa-f]{2}-){5}[0-9A-Fa-f]{2}|[0-9A-Fa-f]{4}\.[0-9A-Fa-f]{4}\.[0-9A-Fa-f]{4})(?:[^\w.-]|\.\s|$))",
      byte_options());
  for_each_match(s, dashed, [&](const auto& m) {
    if (!is_serial(t, static_cast<std::size_t>(m[1].data() - t.data()))) s.add(m[1], words::mac);
  });
}

}  // namespace

void find_emails(const scan& s) {
  const auto t = s.text;
  for (auto at = t.find('@'); at != t.npos; at = t.find('@', at + 1)) {
    const auto begin_from = [&](std::size_t from) {
      while (from > 0 && at - from < longest_local &&
             (is_name(t[from - 1]) || t[from - 1] == '%' || t[from - 1] == '+' || is_of_letter(t, from - 1)))
        --from;
      return from;
    };
    auto begin = begin_from(at);
    // bob+tag=x@...: an = belongs to it behind a +, elsewhere it parts a name from it.
    if (begin > 0 && t[begin - 1] == '=')
      if (const auto tagged = begin_from(begin - 1); t.substr(tagged, begin - tagged).find('+') != t.npos)
        begin = tagged;
    while (begin < at && !is_alnum(t[begin]) && !is_of_letter(t, begin)) ++begin;
    auto end = at + 1;
    while (end < t.size() && (is_alnum(t[end]) || t[end] == '.' || t[end] == '-' || is_of_letter(t, end)))
      ++end;
    s.work += end - begin;
    end = std::min(end, at + 1 + longest_domain);
    while (end > at && !is_alnum(t[end - 1]) && !is_of_letter(t, end - 1)) --end;
    const auto domain = end > at + 1 ? t.substr(at + 1, end - at - 1) : std::string_view();
    const auto dot = domain.rfind('.');
    if (begin == at || dot == domain.npos || dot == 0 || domain.front() == '.') continue;
    const auto ending = domain.substr(dot + 1);
    if (ending.size() < 2 || !all_are(ending, [](char c) { return is_letter(c); }) || is_unit(ending))
      continue;
    if (t.substr(begin, at - begin) == "git") continue;  // the account of hosts of code
    s.add(begin, end, words::email);
  }
  // Encoded, as in addresses of pages.
  static const re2::RE2 encoded(R"((?i)\b([a-z0-9._+-]{1,64}%40[a-z0-9-]{1,63}(?:\.[a-z0-9-]{1,63}){1,5}))",
                                byte_options());
  for_each_match(s, encoded, [&](const auto& m) { s.add(m[1], words::email); });
}

void find_addresses(const scan& s) {
  find_v4(s);
  find_v6_and_mac(s);
}

}  // namespace fm::redaction

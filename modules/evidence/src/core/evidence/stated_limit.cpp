#include "evidence/stated_limit.hpp"

#include "evidence/keyword_scanner.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <string>

namespace fm::evidence {

namespace {

using namespace std::string_view_literals;
constexpr auto npos = std::string_view::npos;
constexpr std::size_t looked_at = 2'048;  // bytes of a line
constexpr std::size_t most_times = 12;    // times of a line that are compared
constexpr std::size_t words_before = 40;  // bytes before a time that say what it is

bool is_digit(char c) { return static_cast<unsigned char>(c - '0') < 10; }
bool is_letter(char c) { return static_cast<unsigned char>((c | 0x20) - 'a') < 26; }

/// Seconds of the unit that begins `text`, which becomes the rest; 0 when none does.
double take_unit(std::string_view& text) {
  struct unit {
    std::string_view name;
    double seconds;
  };
  constexpr std::array units{unit{"milliseconds", 1e-3},
                             unit{"microseconds", 1e-6},
                             unit{"seconds", 1},
                             unit{"minutes", 60},
                             unit{"msec", 1e-3},
                             unit{"ms", 1e-3},
                             unit{"µs", 1e-6},
                             unit{"us", 1e-6},
                             unit{"secs", 1},
                             unit{"sec", 1},
                             unit{"second", 1},
                             unit{"min", 60},
                             unit{"s", 1},
                             unit{"m", 60},
                             unit{"h", 3600}};
  for (const auto& u : units) {
    if (!text.starts_with(u.name)) continue;
    const auto rest = text.substr(u.name.size());
    if (!rest.empty() && is_letter(rest.front())) continue;
    text = rest;
    return u.seconds;
  }
  return 0;
}

struct stated {
  std::size_t begin = 0, end = 0;
  double seconds = 0;
  std::size_t words = 0;  // where the words begin that call it something
};

/// The time that begins at `at`: `5.2s`, `100 ms`, `1m30s`; `end` is 0 when none does.
stated time_at(std::string_view s, std::size_t at) {
  stated t{at, 0, 0};
  auto rest = s.substr(at);
  while (!rest.empty() && is_digit(rest.front())) {
    double value = 0;
    const auto [stop, failed] =
        std::from_chars(rest.data(), rest.data() + std::min<std::size_t>(rest.size(), 24), value);
    if (failed != std::errc()) break;
    auto behind = rest.substr(static_cast<std::size_t>(stop - rest.data()));
    if (t.end == 0 && behind.starts_with(' ')) behind.remove_prefix(1);
    const auto unit = take_unit(behind);
    if (unit == 0) break;
    t.seconds += value * unit;
    t.end = s.size() - behind.size();
    rest = behind;
  }
  return t;
}

/// Whether two numbers may have a unit: nearly all lines have not, which shows without looking for words.
bool may_state_times(std::string_view line) {
  constexpr auto begins_unit = [] {
    std::array<bool, 256> c{};
    for (const char x : "smhu\xC2"sv) c[static_cast<unsigned char>(x)] = true;
    return c;
  }();
  std::size_t seen = 0;
  for (std::size_t i = 1; i < line.size(); ++i) {
    if (!begins_unit[static_cast<unsigned char>(line[i])]) continue;
    const char before = line[i - 1] == ' ' && i > 1 ? line[i - 2] : line[i - 1];
    if ((is_digit(before) || before == '.') && ++seen == 2) return true;
  }
  return false;
}

enum class meaning { other, took, expected };

constexpr std::array expecting{"expected"sv, "threshold"sv, "limit"sv,    "longer than"sv, "more than"sv,
                               "budget"sv,   "exceeds"sv,   "exceeded"sv, "allowed"sv,     "slower than"sv,
                               "above"sv,    "slo "sv,      "slo="sv};

/// What the words before a time call it: the last one that tells decides.
meaning called(std::string_view before) {
  std::string text(before);
  for (auto& c : text)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c | 0x20);
  constexpr std::array taking{"took"sv,  "elapsed"sv, "duration"sv,    "latency"sv, "time taken"sv,
                              "spent"sv, "lasted"sv,  "blocked for"sv, "waited"sv};
  std::size_t took = npos, expected = npos;
  for (const auto w : expecting)
    if (const auto at = text.rfind(w); at != npos && (expected == npos || at > expected)) expected = at;
  for (const auto w : taking)
    if (const auto at = text.rfind(w); at != npos && (took == npos || at > took)) took = at;
  if (expected == npos && took == npos)
    return text == ": " ? meaning::took : meaning::other;  // of `longer than 1s: 2s`
  if (expected == npos) return meaning::took;
  // `expected-duration`: the other word names the kind.
  if (took == npos || took <= expected || took - expected <= 9) return meaning::expected;
  return meaning::took;
}

}  // namespace

exceeded_time find_exceeded_time(std::string_view line) {
  line = line.substr(0, looked_at);
  static const auto limits = scanner_of(expecting);
  if (!may_state_times(line) || !limits.any(line)) return {};
  std::array<stated, most_times> times;
  std::size_t seen = 0, last_end = 0;
  for (std::size_t i = 0; i < line.size() && seen < most_times; ++i) {
    if (!is_digit(line[i]) ||
        (i > 0 && (is_digit(line[i - 1]) || is_letter(line[i - 1]) || line[i - 1] == '.')))
      continue;
    auto t = time_at(line, i);
    if (t.end == 0) continue;
    t.words = std::max(last_end, i > words_before ? i - words_before : 0);
    times[seen++] = t;
    last_end = t.end;
    i = t.end - 1;
  }
  if (seen < 2) return {};
  stated took, expected;
  for (std::size_t k = 0; k < seen; ++k) {
    const auto& t = times[k];
    const auto what = called(line.substr(t.words, t.begin - t.words));
    if (what == meaning::took && took.end == 0) took = t;
    if (what == meaning::expected && expected.end == 0) expected = t;
  }
  if (took.end == 0 || expected.end == 0 || took.seconds <= expected.seconds) return {};
  return {line.substr(took.begin, took.end - took.begin),
          line.substr(expected.begin, expected.end - expected.begin)};
}

}  // namespace fm::evidence

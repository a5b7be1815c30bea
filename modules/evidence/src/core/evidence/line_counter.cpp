#include "evidence/line_counter.hpp"

#include <fm/utf8/cut.hpp>

#include <re2/re2.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <cmath>

namespace fm::evidence {

namespace {

constexpr std::size_t most_sought = 4, longest_word = 100, longest_line = 16'384, most_durations = 100'000,
                      most_ranges = 64, longest_quote = 400;

/// Where the words of the parts stand in a fact, in the order of the parts.
constexpr std::array<const char*, 3> word_slots = {"phrase", "with", "also"};

char lowered(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c | 0x20) : c; }
bool is_word(char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0; }

/// The last duration of a line: what a program says it took stands at the end.
bool last_duration(std::string_view line, double& seconds, std::string& text) {
  static const re2::RE2 form(
      R"re(((?:^|[\s=:("])(\d{1,9}(?:\.\d+)?) ?(ns|us|µs|ms|s|sec|seconds|m|min|minutes)\b))re");
  re2::StringPiece rest(line.data(), line.size());
  std::string whole, number, unit;
  bool found = false;
  while (re2::RE2::FindAndConsume(&rest, form, &whole, &number, &unit)) {
    found = true;
    const double factor = unit == "ns"                   ? 1e-9
                          : unit == "us" || unit == "µs" ? 1e-6
                          : unit == "ms"                 ? 1e-3
                          : unit[0] == 's'               ? 1
                                                         : 60;
    seconds = std::strtod(number.c_str(), nullptr) * factor;
    text = whole.substr(whole.find_first_of("0123456789"));
  }
  return found;
}

bool stands_as(std::string_view line, std::size_t at, std::size_t length, word_border border) {
  if (border == word_border::anywhere) return true;
  const auto end = at + length;
  const bool camel = at > 0 && std::islower(static_cast<unsigned char>(line[at - 1])) != 0 &&
                     std::isupper(static_cast<unsigned char>(line[at])) != 0;
  if (at > 0 && is_word(line[at - 1]) && !camel) return false;
  return border == word_border::beginning || end == line.size() || !is_word(line[end]);
}

std::string_view find_word(std::string_view line, const std::string& word, word_border border) {
  for (auto from = line.begin(); from != line.end(); ++from) {
    from = std::search(from, line.end(), word.begin(), word.end(),
                       [](char a, char b) { return lowered(a) == b; });
    if (from == line.end()) break;
    const auto at = static_cast<std::size_t>(from - line.begin());
    if (stands_as(line, at, word.size(), border)) return line.substr(at, word.size());
  }
  return {};
}

bool is_status(std::string_view number, std::string_view asked) {
  return asked.ends_with("xx") ? number.front() == asked.front() : number == asked;
}

/// A status where the line states it as one; a number alone only where the line states none.
std::string_view find_status(std::string_view line, const std::string& asked) {
  static const re2::RE2 stated(
      R"re((?i)(?:\bHTTP/\d(?:\.\d)?"?\s+|\bstatus(?:[_ ]?code)?["']?\s*[:=]?\s*["']?|\bcode["']?\s*[:=]?\s*["']?|/\d+ )([1-5]\d\d)\b)re");
  re2::StringPiece rest(line.data(), line.size()), number;
  bool any = false;
  while (re2::RE2::FindAndConsume(&rest, stated, &number)) {
    any = true;
    const std::string_view found(number.data(), number.size());
    if (is_status(found, asked)) return found;
  }
  return any || asked.ends_with("xx") ? std::string_view() : find_word(line, asked, word_border::whole);
}

/// The words of the line that make it hold the part; no value when it does not hold it.
bool holds(const sought_part& part, std::string_view line, severity level, std::string_view& words) {
  words = {};
  if (part.least != severity::none && level != severity::none)
    return level >= part.least && level <= part.most;
  for (const auto& w : part.words)
    if (words = find_word(line, w, part.border); !words.empty()) return true;
  for (const auto& s : part.statuses)
    if (words = find_status(line, s); !words.empty()) return true;
  return false;
}

/// Whether two texts differ in more than their numbers.
bool is_other(std::string_view a, std::string_view b) {
  const auto letters = [](std::string_view s) {
    std::string out;
    for (const char c : s)
      if (std::isalpha(static_cast<unsigned char>(c)) != 0) out.push_back(c);
    return out;
  };
  return letters(a) != letters(b);
}

void put_once(fact& f, const char* name, std::string_view value) {
  if (f.get(name).empty()) f.slots.push_back({name, std::string(first_bytes(value, longest_quote))});
}

}  // namespace

line_counter::line_counter(std::span<const sought_lines> sought, const time_window& window)
    : window_(window) {
  for (const auto& s : sought) {
    const bool too_long = std::any_of(s.parts.begin(), s.parts.end(), [](const sought_part& p) {
      return std::any_of(p.words.begin(), p.words.end(),
                         [](const std::string& w) { return w.empty() || w.size() > longest_word; });
    });
    if (s.parts.empty() || s.parts.size() > word_slots.size() || too_long || all_.size() == most_sought)
      continue;
    all_.push_back({.what = s});
  }
}

void line_counter::look(std::uint64_t number, std::string_view line, const line_head& head) {
  if (window_.set && !window_.contains(head.time)) return;
  line = line.substr(0, longest_line);
  std::array<std::string_view, word_slots.size()> words;
  for (auto& c : all_) {
    std::size_t held = 0;
    while (held < c.what.parts.size() && holds(c.what.parts[held], line, head.level, words[held])) ++held;
    if (held == c.what.parts.size()) take(c, number, line, head.time, std::span(words).first(held));
  }
}

void line_counter::take(counted& c, std::uint64_t number, std::string_view line, micros time,
                        std::span<const std::string_view> words) {
  auto& f = c.found;
  if (f.lines.empty()) {
    f.count = 0;
    f.rule = "phrase_found";
    f.weight = .2;
    f.slots = {{"asked", c.what.asked}};
    for (std::size_t i = 0; i < words.size(); ++i)
      if (!words[i].empty()) put_once(f, word_slots[i], words[i]);
    f.quote = std::string(first_bytes(line, longest_quote));
    f.quote_line = number;
    put_once(f, "example", line);
  } else {
    if (is_other(words.front(), f.get("phrase"))) put_once(f, "alike", words.front());
    if (f.get("other").empty() && is_other(line, f.quote)) put_once(f, "other", line);
  }
  ++f.count;
  if (!f.lines.empty() && f.lines.back().last + 1 == number)
    f.lines.back().last = number;
  else if (f.lines.size() < most_ranges)
    f.lines.push_back({number, number});
  if (time != no_time) {
    if (f.first == no_time || time < f.first) f.first = time;
    if (f.last == no_time || time > f.last) f.last = time;
  }
  duration d;
  d.line = number;
  if (c.durations.size() < most_durations && last_duration(line, d.seconds, d.text))
    c.durations.push_back(std::move(d));
}

void line_counter::report(digest& out) const {
  for (const auto& c : all_) {
    if (c.found.lines.empty()) continue;
    auto f = c.found;
    f.evidence = out.evidence;
    auto sorted = c.durations;
    std::stable_sort(sorted.begin(), sorted.end(),
                     [](const duration& a, const duration& b) { return a.seconds < b.seconds; });
    const auto put = [&](const char* name, double share) {
      const auto rank = static_cast<std::size_t>(std::ceil(share * static_cast<double>(sorted.size())));
      const auto& d = sorted[std::min(sorted.size() - 1, rank == 0 ? 0 : rank - 1)];
      f.slots.push_back({name, d.text});
      f.lines.push_back({d.line, d.line});
    };
    if (sorted.size() >= 2) put("shortest", 0), put("median", .5), put("high", .95), put("longest", 1);
    std::sort(f.lines.begin(), f.lines.end(),
              [](const line_range& a, const line_range& b) { return a.first < b.first; });
    std::vector<line_range> joined;
    for (const auto& r : f.lines) {
      if (!joined.empty() && r.first <= joined.back().last + 1)
        joined.back().last = std::max(joined.back().last, r.last);
      else
        joined.push_back(r);
    }
    f.lines = std::move(joined);
    out.facts.push_back(std::move(f));
  }
}

}  // namespace fm::evidence

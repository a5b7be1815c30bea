#include "evidence/phrase_counter.hpp"

#include <fm/utf8/cut.hpp>

#include <re2/re2.h>

#include <algorithm>
#include <cmath>

namespace fm::evidence {

namespace {

constexpr std::size_t most_phrases = 4, longest_phrase = 100, longest_line = 16'384, most_durations = 100'000,
                      most_ranges = 64, longest_quote = 400;

char lowered(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c | 0x20) : c; }

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

}  // namespace

phrase_counter::phrase_counter(std::span<const std::string> phrases) {
  for (const auto& p : phrases) {
    if (p.empty() || p.size() > longest_phrase || all_.size() == most_phrases) continue;
    counted c;
    c.phrase = p;
    std::transform(p.begin(), p.end(), c.phrase.begin(), lowered);
    all_.push_back(std::move(c));
  }
}

void phrase_counter::look(std::uint64_t number, std::string_view line, bool asked, micros time) {
  line = line.substr(0, longest_line);
  for (auto& c : all_) {
    const auto at = std::search(line.begin(), line.end(), c.phrase.begin(), c.phrase.end(),
                                [](char a, char b) { return lowered(a) == b; });
    if (at == line.end() || !asked) continue;
    auto& f = c.found;
    if (f.count == 0 || f.lines.empty()) {
      f.count = 0;
      f.rule = "phrase_found";
      f.weight = .2;
      f.slots = {{"phrase", std::string(at, at + static_cast<std::ptrdiff_t>(c.phrase.size()))}};
      f.quote = std::string(first_bytes(line, longest_quote));
      f.quote_line = number;
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
}

void phrase_counter::report(digest& out) const {
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

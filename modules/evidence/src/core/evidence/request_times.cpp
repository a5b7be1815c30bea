#include "evidence/request_times.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <iterator>

namespace fm::evidence {

namespace {

constexpr std::uint64_t first_lines = 100;  // of which one has to state a duration
constexpr std::uint64_t most_requests = 200'000;
constexpr std::size_t most_paths = 200, most_ranges = 60, most_facts = 3, longest_line = 4'096;
// Slow is what takes this many times the median, and long enough for people to notice.
constexpr double slow_factor = 5, noticed = .5;
constexpr std::size_t least_slow = 5, least_usual = 20;

bool is_digit(char c) { return c >= '0' && c <= '9'; }

/// Seconds of the last word of an access log's line: `0.123`, `rt=0.123`, `12ms`, `12345` (microseconds as
/// Apache counts them); negative when it is no duration.
double duration_of(std::string_view line, std::string_view& text) {
  auto word = line.substr(line.find_last_of(" \t") + 1);
  bool named = false;
  if (const auto mark = word.rfind('='); mark != std::string_view::npos)
    word.remove_prefix(mark + 1), named = true;
  while (word.ends_with('"') || word.ends_with(']')) word.remove_suffix(1);
  while (word.starts_with('"') || word.starts_with('[')) word.remove_prefix(1);
  double value = -1;
  const auto [end, wrong] = std::from_chars(word.data(), word.data() + word.size(), value);
  if (wrong != std::errc() || word.empty() || !is_digit(word[0])) return -1;
  text = word;
  const std::string_view unit(end, static_cast<std::size_t>(word.data() + word.size() - end));
  if (unit == "ms") return value / 1e3;
  if (unit == "us" || unit == "\u00b5s") return value / 1e6;
  if (unit == "s") return value;
  if (!unit.empty()) return -1;
  if (word.find('.') != std::string_view::npos) return value;
  return named ? -1 : value / 1e6;
}

/// What a line says of a request: its path without the query, and the part behind the status.
bool request_in(std::string_view line, std::string_view& path, std::string_view& rest) {
  const auto version = line.find(" HTTP/");
  if (version == std::string_view::npos || version == 0) return false;
  const auto from = line.rfind(' ', version - 1);
  if (from == std::string_view::npos) return false;
  path = line.substr(from + 1, version - from - 1);
  path = path.substr(0, path.find('?'));
  const auto quote = line.find('"', version);
  if (quote == std::string_view::npos || path.empty() || path[0] != '/') return false;
  rest = line.substr(quote + 1);
  // Behind status and length; those alone are no durations.
  const auto length = rest.find(' ', rest.find_first_not_of(' '));
  const auto behind = length == std::string_view::npos ? length : rest.find(' ', length + 1);
  if (behind == std::string_view::npos) return false;
  rest = rest.substr(behind);
  return true;
}

/// Paths that differ in numbers only are one.
std::string masked(std::string_view path) {
  std::string out;
  for (const char c : path)
    if (!is_digit(c))
      out.push_back(c);
    else if (out.empty() || out.back() != '#')
      out.push_back('#');
  return out;
}

}  // namespace

void request_times::note(std::uint64_t number, std::string_view line, micros time) {
  if (++looked_at_ > first_lines && found_ == 0) given_up_ = true;
  std::string_view path, rest, text;
  if (time == no_time || !request_in(line.substr(0, longest_line), path, rest)) return;
  const auto seconds = duration_of(rest, text);
  if (seconds < 0) return;
  if (++found_ > most_requests) {
    given_up_ = true;
    return;
  }
  const auto key = masked(path);
  auto at = paths_.find(key);
  if (at == paths_.end()) {
    if (paths_.size() == most_paths) return;
    at = paths_.emplace(key, path_requests{}).first;
    at->second.shown = path;
  }
  at->second.all.push_back({seconds, number, time, std::string(text)});
}

bool request_times::judge(const path_requests& p, fact& f) {
  if (p.all.size() < least_slow + least_usual) return false;
  const auto at_rank = [](std::vector<const request*> of, double share) {
    std::sort(of.begin(), of.end(),
              [](const request* a, const request* b) { return a->seconds < b->seconds; });
    const auto rank = static_cast<std::size_t>(std::ceil(share * static_cast<double>(of.size())));
    return of[std::max<std::size_t>(rank, 1) - 1];
  };
  std::vector<const request*> all;
  for (const auto& r : p.all) all.push_back(&r);
  const auto slow_from = std::max(noticed, slow_factor * at_rank(all, .5)->seconds);
  const auto is_slow = [&](const request* r) { return r->seconds >= slow_from; };
  const auto first = std::find_if(all.begin(), all.end(), is_slow);
  const auto last = std::find_if(all.rbegin(), all.rend(), is_slow).base();
  if (first == all.end()) return false;
  std::vector<const request*> slow, usual(all.begin(), first);
  std::copy_if(first, last, std::back_inserter(slow), is_slow);
  // Single ones that are slow now and then are another thing, as is a path that is slow from the beginning.
  const auto within = static_cast<std::size_t>(last - first);
  if (slow.size() < least_slow || slow.size() * 2 < within || usual.size() < least_usual) return false;
  const auto* high = at_rank(slow, .95);
  const auto* before = at_rank(usual, .95);
  f.rule = "requests_slow";
  f.role = role::symptom;
  f.weight = .62;
  f.level = severity::warning;
  f.subject = p.shown;
  f.count = slow.size();
  f.first = slow.front()->time, f.last = slow.back()->time;
  f.slots = {{"path", p.shown}, {"slow", high->text}, {"usual", before->text}};
  std::vector<std::uint64_t> lines = {before->line, high->line};
  for (std::size_t i = 0; i < slow.size() && lines.size() < most_ranges; ++i) lines.push_back(slow[i]->line);
  lines.push_back(slow.back()->line);
  std::sort(lines.begin(), lines.end());
  for (const auto line : lines) {
    if (!f.lines.empty() && line <= f.lines.back().last + 1)
      f.lines.back().last = line;
    else
      f.lines.push_back({line, line});
  }
  f.quote_line = slow.front()->line;
  return true;
}

void request_times::report(digest& out) const {
  std::vector<fact> found;
  for (const auto& [path, requests] : paths_) {
    fact f;
    f.evidence = out.evidence;
    if (!judge(requests, f)) continue;
    f.quote = f.get("path");
    found.push_back(std::move(f));
  }
  std::stable_sort(found.begin(), found.end(),
                   [](const fact& a, const fact& b) { return a.count > b.count; });
  if (found.size() > most_facts) found.resize(most_facts);
  out.facts.insert(out.facts.end(), found.begin(), found.end());
}

}  // namespace fm::evidence

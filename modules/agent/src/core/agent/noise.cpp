#include "agent/noise.hpp"

#include <re2/re2.h>

#include <algorithm>

namespace fm::agent {

namespace {

using evidence::digest;
using evidence::fact;
using evidence::kind;
using evidence::rule_property;
using evidence::severity;

constexpr std::uint64_t least_lines = 40;      // a shorter log is too short to call anything rare
constexpr std::uint64_t rare_share = 12;       // at most one line in so many
constexpr std::uint64_t lines_afterwards = 8;  // that show that the work went on

std::uint64_t lines_at(const digest& d, severity from, severity to) {
  std::uint64_t n = 0;
  for (auto s = static_cast<std::size_t>(from); s <= static_cast<std::size_t>(to) && s < d.by_severity.size();
       ++s)
    n += d.by_severity[s];
  return n;
}

/// The program says that it ends or does not begin: no single request brings that about.
bool tells_of_an_end(const fact& f) {
  static const re2::RE2 end(
      R"re((?i)\b(?:shutting down|aborting|exiting|terminating|giving up|bootstrap|crash(?:ed|ing)?|core dumped|(?:failed|unable|cannot|could not) (?:to )?(?:start|boot|initiali[sz]e|load)|start(?:up|ing)? failed|(?:return|exit)(?:ed)?[ _](?:code|status))\b)re");
  return re2::RE2::PartialMatch(f.quote, end);
}

bool could_be_noise(const fact& f, const candidate& c) {
  if (f.level == severity::critical || c.meaning->is(rule_property::ends_program)) return false;
  if (f.level == severity::error && tells_of_an_end(f)) return false;
  if (c.meaning->is(rule_property::single_request)) return true;
  return c.likelihood < .5;
}

/// In words that no rule knows an error may be anything: it has to be rarer, and the work to go on for
/// longer.
bool is_rare_error(const fact& f, const candidate& c, const digest& d) {
  if (f.level != severity::error || c.meaning->is(rule_property::single_request)) return true;
  return f.count * 2 * rare_share <= d.lines && f.lines.front().last * 2 <= d.lines;
}

std::uint64_t lines_of_normal_work(const digest& d) {
  // As access logs of web servers and proxies, and structured lines, tell of a request that was served.
  static const re2::RE2 served(R"re((?:"|\bstatus["=: ]{1,3}|HTTP/\d\.\d ) ?[23]\d\d\b)re");
  std::uint64_t n = lines_at(d, severity::trace, severity::notice);
  for (const auto& p : d.patterns)
    if (p.level == severity::none && re2::RE2::PartialMatch(p.example, served)) n += p.count;
  for (const auto& f : d.facts)
    if (f.role == evidence::role::healthy && f.level == severity::none) n += f.count;
  return n;
}

/// Whether the same file reports success behind it: the warnings of a build whose tests passed.
bool succeeded_after(const fact& f, const digest& d) {
  constexpr double reports_a_result = .5;
  return std::any_of(d.facts.begin(), d.facts.end(), [&](const fact& h) {
    return h.role == evidence::role::healthy && h.weight >= reports_a_result && !h.lines.empty() &&
           !f.lines.empty() && h.lines.back().last > f.lines.back().last;
  });
}

}  // namespace

bool shows_normal_work(const digest& d) {
  if (lines_of_normal_work(d) * 2 >= d.lines) return true;
  // Lines without levels say it by what they report, and by going on.
  const bool reports = std::any_of(d.facts.begin(), d.facts.end(),
                                   [](const fact& f) { return f.role == evidence::role::healthy; });
  return reports && d.timed_lines * 10 >= d.lines * 6;
}

bool is_noise(const candidate& c, const std::vector<digest>& digests) {
  for (const auto* f : c.facts) {
    if (f->evidence < 1 || f->evidence > digests.size() || !could_be_noise(*f, c)) return false;
    const auto& d = digests[f->evidence - 1];
    // The rows of a table do not follow on each other.
    if (d.kind != kind::log && d.kind != kind::command_output) return false;
    if (f->level != severity::error && succeeded_after(*f, d)) continue;
    if (d.kind != kind::log || d.lines < least_lines || f->lines.empty()) return false;
    if (f->count * rare_share > d.lines || !is_rare_error(*f, c, d)) return false;
    if (f->lines.front().last + lines_afterwards > d.lines) return false;
    if (!shows_normal_work(d)) return false;
  }
  return true;
}

}  // namespace fm::agent

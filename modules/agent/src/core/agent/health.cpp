#include "agent/health.hpp"

#include "agent/hypotheses.hpp"
#include "agent/wording.hpp"

#include <re2/re2.h>

#include <algorithm>
#include <string>

namespace fm::agent {

namespace {

using evidence::digest;
using evidence::fact;
using evidence::kind;
using evidence::no_time;
using evidence::role;
using evidence::rule_book;
using evidence::rule_property;
using evidence::severity;

constexpr std::uint64_t least_lines = 5;  // fewer show a moment, not a state
constexpr std::size_t most_told = 5;

std::uint64_t lines_at(const digest& d, severity from, severity to) {
  std::uint64_t n = 0;
  for (auto s = static_cast<std::size_t>(from); s <= static_cast<std::size_t>(to) && s < d.by_severity.size();
       ++s)
    n += d.by_severity[s];
  return n;
}

/// Lines of access logs that tell of a request which succeeded.
std::uint64_t served_requests(const digest& d) {
  static const re2::RE2 served(R"re((?:"|\bstatus["=: ]{1,3}|HTTP/\d\.\d )\s?[23]\d\d\b)re");
  std::uint64_t n = 0;
  for (const auto& p : d.patterns)
    if (re2::RE2::PartialMatch(p.example, served)) n += p.count;
  return n;
}

/// Whether lines fall into the time of the question.
bool has_asked_lines(const digest& d) {
  return std::none_of(d.notes.begin(), d.notes.end(),
                      [](const std::string& n) { return n.find("no line falls into") == 0; });
}

/// A log that was understood, and whose lines state normal work.
bool shows_normal_work(const digest& d) {
  if (d.kind != kind::log || d.lines < least_lines || !has_asked_lines(d)) return false;
  const auto normal = lines_at(d, severity::trace, severity::notice) + served_requests(d);
  const bool understood = !d.format.empty() && d.timed_lines * 10 >= d.lines * 6;
  return understood && normal * 2 >= d.lines;
}

std::vector<const fact*> healthy_facts(const investigation& of, const relevance& about,
                                       const rule_book& rules) {
  std::vector<const fact*> out;
  for (const auto& d : of.evidence)
    for (const auto& f : d.facts)
      if (f.role == role::healthy && !rules.of(f.rule).is(rule_property::recovery)) out.push_back(&f);
  std::stable_sort(out.begin(), out.end(), [&](const fact* a, const fact* b) {
    return about.of(*a) * a->weight > about.of(*b) * b->weight;
  });
  return out;
}

claim whole_files(const std::vector<const digest*>& files) {
  claim c;
  for (const auto* d : files) {
    if (d->lines == 0 || c.citations.size() == 3) continue;
    citation all;
    all.evidence = d->evidence;
    all.lines.push_back({1, d->lines});
    c.citations.push_back(std::move(all));
  }
  return c;
}

claim quote_of(const fact& f) {
  claim c;
  c.form = "\"{quote}\"";
  c.slots.push_back({"quote", excerpt(f.quote, {}, 14)});
  c.citations.push_back(cite(f));
  c.text = fill(c.form, c.slots);
  return c;
}

void add_once(investigation& out, claim c) {
  const bool told = std::any_of(out.conclusion.begin(), out.conclusion.end(),
                                [&](const claim& x) { return x.text == c.text; });
  if (!told && out.conclusion.size() < most_told) out.conclusion.push_back(std::move(c));
}

/// What a log is about, so that the reader sees what was looked at.
void tell_most_frequent(investigation& out, const std::vector<const digest*>& logs) {
  for (const auto* d : logs) {
    if (d->patterns.empty()) continue;
    const auto& p = d->patterns.front();
    claim c;
    c.form = "Most of the log says \"{quote}\"";
    c.slots.push_back({"quote", excerpt(p.example, {}, 14)});
    citation where;
    where.evidence = d->evidence;
    where.lines.push_back({p.seen.first, p.seen.first});
    c.citations.push_back(std::move(where));
    c.text = fill(c.form, c.slots);
    add_once(out, std::move(c));
  }
}

/// Silence, waiting and requests to stop are worth a sentence where nothing else is.
void tell_what_stands_out(investigation& out, const rule_book& rules) {
  for (const auto& d : out.evidence)
    for (const auto& f : d.facts)
      if (const auto& alone = rules.of(f.rule).alone; !alone.empty() && !f.quote.empty())
        add_once(out, claim_of(f, alone, 14));
}

std::string sentence_for_unknown(const question_scope& asked, bool empty_window, bool strange) {
  if (strange) return "What you ask is not shown: {name} does not occur in this evidence";
  if (empty_window)
    return "What you ask is not shown: no line of this evidence falls into the time that is asked for";
  if (asked.asks_health)
    return "Whether it is well is not shown by this evidence: it states no trouble, and nothing that speaks "
           "for health either";
  return "What you ask is not shown by this evidence: nothing in it was recognised as trouble";
}

}  // namespace

void tell_health(investigation& out, const question_scope& asked, const relevance& about,
                 const rule_book& rules) {
  const auto healthy = healthy_facts(out, about, rules);
  std::vector<const digest*> logs, normal, all;
  for (const auto& d : out.evidence) {
    all.push_back(&d);
    if (d.kind != kind::log || d.lines == 0) continue;
    logs.push_back(&d);
    if (shows_normal_work(d)) normal.push_back(&d);
  }
  const auto nearest = [&](const digest* a, const digest* b) {
    return about.of_file(*a) > about.of_file(*b);
  };
  std::stable_sort(logs.begin(), logs.end(), nearest);
  std::stable_sort(normal.begin(), normal.end(), nearest);
  const bool strange = about.known().empty() && !about.unknown().empty();
  const bool empty_window = !logs.empty() && std::all_of(logs.begin(), logs.end(), [](const digest* d) {
    return !has_asked_lines(*d);
  });
  const bool asks = asked.asks_health || asked.asks_summary || (asked.asks_trouble && !strange);
  // Every log has to be understood: one that was not may hold the trouble.
  const bool shown = !empty_window && (logs.empty() ? !healthy.empty() : normal.size() == logs.size());

  claim first;
  if (asks && shown) {
    out.verdict = verdict::healthy;
    first = whole_files(normal);
    first.form =
        normal.empty()
            ? "No problem is visible: what the evidence shows reports that it is well"
            : "No problem is visible: the log shows normal work and nothing that was recognised as trouble";
    if (normal.empty() && !healthy.empty()) first.citations.push_back(cite(*healthy.front()));
    out.confidence = std::min(.85, .6 + .05 * static_cast<double>(std::min<std::size_t>(3, healthy.size())) +
                                       .1 * static_cast<double>(!normal.empty()));
  } else {
    out.verdict = verdict::unanswered;
    first = whole_files(all);
    first.form = sentence_for_unknown(asked, empty_window, strange);
    if (strange) first.slots.push_back({"name", about.unknown().front()});
    out.confidence = 0;
  }
  out.level = level_of(out.confidence);
  first.text = fill(first.form, first.slots);
  out.conclusion.push_back(std::move(first));
  tell_what_stands_out(out, rules);
  for (const auto* f : healthy) add_once(out, quote_of(*f));
  tell_most_frequent(out, logs);
}

}  // namespace fm::agent

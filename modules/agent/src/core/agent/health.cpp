#include "agent/health.hpp"

#include "agent/asked_effect.hpp"
#include "agent/hypotheses.hpp"
#include "agent/noise.hpp"
#include "agent/wording.hpp"

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

constexpr std::uint64_t least_lines = 5;  // fewer show a moment, not a state
constexpr std::size_t most_told = 5;

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

/// The only thing that a short text says, where that is little enough to be read at once: what stands out by
/// its severity, else what it says last.
const evidence::pattern* all_that_is_said(const std::vector<const digest*>& logs, const digest*& in) {
  constexpr std::size_t most_lines = 12, most_patterns = 4;
  const evidence::pattern* best = nullptr;
  std::uint64_t lines = 0;
  std::size_t patterns = 0;
  for (const auto* d : logs) {
    lines += d->lines;
    patterns += d->patterns.size();
    for (const auto& p : d->patterns) {
      const bool worse = best != nullptr && p.level != best->level
                             ? p.level > best->level
                             : best == nullptr || p.seen.first >= best->seen.first;
      if (!worse) continue;
      best = &p;
      in = d;
    }
  }
  return lines <= most_lines && patterns <= most_patterns ? best : nullptr;
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
    if (d.lines >= least_lines && !d.outside_window && shows_normal_work(d)) normal.push_back(&d);
  }
  const auto nearest = [&](const digest* a, const digest* b) {
    return about.of_file(*a) > about.of_file(*b);
  };
  std::stable_sort(logs.begin(), logs.end(), nearest);
  std::stable_sort(normal.begin(), normal.end(), nearest);
  const bool strange = about.known().empty() && !about.unknown().empty();
  const bool empty_window = !logs.empty() && std::all_of(logs.begin(), logs.end(),
                                                         [](const digest* d) { return d->outside_window; });
  const bool asks = (asked.asks_health || asked.asks_summary || asked.asks_trouble) && !strange;
  // Every log has to be understood, or to report health itself: one that was not may hold the trouble.
  const auto reports_health = [&](const digest* d) {
    return std::any_of(healthy.begin(), healthy.end(),
                       [&](const fact* f) { return f->evidence == d->evidence; });
  };
  const bool understood = std::all_of(logs.begin(), logs.end(), [&](const digest* d) {
    return std::find(normal.begin(), normal.end(), d) != normal.end() || reports_health(d);
  });
  // Manifests that were applied report nothing; that their objects fit together is what they can show.
  const bool compared =
      asked.asks_health && logs.empty() && !all.empty() &&
      std::all_of(all.begin(), all.end(), [](const digest* d) { return d->kind == kind::manifest; });
  const bool of_speed = asks_for_speed(out.question);
  const bool shown =
      !of_speed && !empty_window && ((understood && (!healthy.empty() || !normal.empty())) || compared);

  claim first;
  if (asks && shown) {
    out.verdict = verdict::healthy;
    first = whole_files(normal);
    first.form =
        normal.empty()
            ? "No problem is visible: what the evidence shows reports that it is well"
            : "No problem is visible: the log shows normal work and nothing that was recognised as trouble";
    if (normal.empty() && !healthy.empty()) first.citations.push_back(cite(*healthy.front()));
    out.confidence =
        compared && healthy.empty()
            ? .55
            : std::min(.84, .6 + .05 * static_cast<double>(std::min<std::size_t>(3, healthy.size())) +
                                .1 * static_cast<double>(!normal.empty()));
  } else {
    out.verdict = verdict::unanswered;
    first = whole_files(all);
    first.form = sentence_for_unknown(asked, empty_window, strange);
    if (strange) first.slots.push_back({"name", about.unknown().front()});
    const digest* in = nullptr;
    if (const auto* said = strange || empty_window ? nullptr : all_that_is_said(logs, in)) {
      // A person who pastes one line asks about that line.
      first.form = "What this means is not known here, and nothing else is shown: \"{quote}\"";
      first.slots.push_back({"quote", excerpt(said->example, {}, 30)});
      citation where;
      where.evidence = in->evidence;
      where.lines.push_back({said->seen.first, said->seen.first});
      first.citations.assign(1, std::move(where));
    }
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

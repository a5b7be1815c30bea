#include "agent/analyst.hpp"

#include "agent/hypotheses.hpp"
#include "agent/playbook.hpp"
#include "agent/relevance.hpp"
#include "agent/wording.hpp"

#include <algorithm>
#include <cctype>
#include <cstdio>
#include <set>

namespace fm::agent {

namespace {

using evidence::digest;
using evidence::fact;
using evidence::no_time;
using evidence::role;
using evidence::severity;

constexpr std::size_t opening_words = 60;
constexpr std::size_t max_hypotheses = 8;
constexpr std::size_t max_timeline = 14;
constexpr double worth_telling = .2;  // a candidate below this weight is noise

std::vector<std::string> split(std::string_view list) {
  std::vector<std::string> out;
  while (!list.empty()) {
    auto bar = list.find('|');
    out.emplace_back(list.substr(0, bar));
    list = bar == std::string_view::npos ? std::string_view() : list.substr(bar + 1);
  }
  return out;
}

void add_unique(std::vector<std::string>& list, std::string text) {
  if (!text.empty() && std::find(list.begin(), list.end(), text) == list.end())
    list.push_back(std::move(text));
}

/// A sentence for a fact in the opening: the object it is about when the cited text names it, then the form.
claim opening_claim(const fact& f, std::string_view form, std::string_view question,
                    std::size_t slot_words = 24) {
  auto c = claim_of(f, form, slot_words);
  bool named = !f.subject.empty() && f.subject.size() < 80 && !contains_folded(c.text, f.subject);
  if (named && (contains_folded(f.quote, f.subject) || contains_folded(question, f.subject))) {
    c.form = "{subject}: " + c.form;
    c.slots.insert(c.slots.begin(), {"subject", f.subject});
    c.text = f.subject + ": " + c.text;
  }
  return c;
}

claim quote_claim(const fact& f, std::size_t words) {
  claim c;
  c.form = "\"{quote}\"";
  c.slots.push_back({"quote", excerpt(f.quote, f.get("reason"), words)});
  c.citations.push_back(cite(f));
  c.text = "\"" + c.slots.front().value + "\"";
  return c;
}

/// Share of the words of `text` that were not told yet; numbers and short words do not count.
double news_in(std::string_view text, std::string_view told) {
  double fresh = 0, all = 0;
  std::string word;
  auto count = [&] {
    bool letters =
        std::any_of(word.begin(), word.end(), [](unsigned char c) { return std::isalpha(c) != 0; });
    if (word.size() > 3 && letters) all += 1, fresh += !contains_folded(told, word);
    word.clear();
  };
  for (char c : text) {
    if (std::isalnum(static_cast<unsigned char>(c)) || c == '-' || c == '_')
      word.push_back(c);
    else
      count();
  }
  count();
  return all == 0 ? 0 : fresh / all;
}

void write_opening(investigation& out, const std::vector<candidate>& candidates) {
  std::size_t words = 0;
  std::string told;
  auto add = [&](claim c) {
    words += word_count(c.text) + 1;
    told += c.text + "\n";
    out.conclusion.push_back(std::move(c));
  };
  std::set<std::string_view> rules;
  for (const auto& c : candidates) {
    if (c.weight < worth_telling || words >= opening_words || out.conclusion.size() >= 8) break;
    const auto& best = *c.facts.front();
    bool first = out.conclusion.empty();
    if (!first && news_in(best.quote, told) < .35) continue;
    if (rules.insert(best.rule).second) {
      add(opening_claim(best, c.meaning->form, out.question, first ? 24 : 14));
      // The evidence's own words, where the sentence left most of them out.
      auto quote = quote_claim(best, first && !out.scope.asks_summary ? 16 : 10);
      if (words < opening_words && news_in(quote.text, told) >= .4) add(std::move(quote));
    } else {
      add(quote_claim(best, 12));  // more of the same: its own words say it shorter
    }
    auto tell_more = [&](const fact& f, double news) {
      auto quote = quote_claim(f, 10);
      if (words + 6 < opening_words && news_in(quote.text, told) >= news) add(std::move(quote));
    };
    for (std::size_t i = 1; i < c.facts.size() && i < 4; ++i) tell_more(*c.facts[i], .4);
    if (first && !c.explained.empty()) tell_more(*c.explained.front(), .5);
  }
}

/// Without trouble: what speaks for health, or what the files are about.
void write_health(investigation& out, const question_scope& asked, const relevance& about) {
  std::vector<const fact*> healthy;
  for (const auto& d : out.evidence)
    for (const auto& f : d.facts)
      if (f.role == role::healthy && f.rule != "recovered") healthy.push_back(&f);
  std::stable_sort(healthy.begin(), healthy.end(), [&](const fact* a, const fact* b) {
    return about.of(*a) * a->weight > about.of(*b) * b->weight;
  });
  std::vector<const digest*> logs;
  for (const auto& d : out.evidence)
    if (d.kind == evidence::kind::log && d.lines > 0) logs.push_back(&d);

  bool supported = !healthy.empty() || !logs.empty();
  bool about_health = asked.asks_health || asked.asks_summary || !healthy.empty();
  out.verdict = supported && about_health ? verdict::healthy : verdict::unanswered;
  claim first;
  if (out.verdict == verdict::healthy) {
    first.form = "No problem is visible in the evidence: no errors, everything that it shows is healthy.";
    out.confidence = std::min(.9, .55 + .1 * static_cast<double>(std::min<std::size_t>(3, healthy.size())) +
                                      .1 * static_cast<double>(!logs.empty()));
    out.level = level_of(out.confidence);
  } else {
    first.form = "The evidence does not answer the question: no errors are visible in it.";
    out.confidence = 0;
    out.level = level_of(0);
  }
  first.text = first.form;
  for (const auto* d : logs) {
    citation all;
    all.evidence = d->evidence;
    all.lines.push_back({1, d->lines});
    first.citations.push_back(all);
    if (first.citations.size() == 3) break;
  }
  if (first.citations.empty() && !healthy.empty()) first.citations.push_back(cite(*healthy.front()));
  out.conclusion.push_back(first);
  auto words = word_count(first.text);
  auto tell_health = [&] {
    for (const auto* f : healthy) {
      if (words >= opening_words || out.conclusion.size() >= 5) break;
      auto c = quote_claim(*f, 10);
      words += word_count(c.text) + 1;
      out.conclusion.push_back(std::move(c));
    }
  };
  if (asked.asks_health) tell_health();
  // Silence is worth a sentence where nothing else is: something stopped, or had nothing to do.
  for (const auto& d : out.evidence)
    for (const auto& f : d.facts)
      if ((f.rule == "gap" || f.rule == "slow_step") && words < opening_words && !f.quote.empty()) {
        claim c;
        c.form = f.rule == "gap" ? "The log is silent for long after \"{quote}\""
                                 : "Most time passes after \"{quote}\"";
        c.slots.push_back({"quote", excerpt(f.quote, {}, 12)});
        c.citations.push_back(cite(f));
        c.text = fill(c.form, c.slots);
        words += word_count(c.text) + 1;
        out.conclusion.push_back(std::move(c));
      }
  if (asked.asks_health) return;
  // What the logs are about, so that the reader sees what was looked at.
  for (const auto* d : logs) {
    if (words >= opening_words || d->patterns.empty()) break;
    const auto& p = d->patterns.front();
    claim c;
    c.form = "Most frequent: \"{quote}\"";
    c.slots.push_back({"quote", excerpt(p.example, {}, 12)});
    citation where;
    where.evidence = d->evidence;
    where.lines.push_back({p.seen.first, p.seen.first});
    c.citations.push_back(where);
    c.text = fill(c.form, c.slots);
    if (std::any_of(out.conclusion.begin(), out.conclusion.end(),
                    [&](const auto& x) { return x.text == c.text; }))
      continue;
    words += word_count(c.text) + 1;
    out.conclusion.push_back(std::move(c));
  }
  tell_health();
}

hypothesis word_hypothesis(const candidate& c, std::string_view question) {
  hypothesis h;
  const auto& best = *c.facts.front();
  h.rule = best.rule;
  h.category = c.meaning->category;
  h.statement = opening_claim(best, c.meaning->form, question);
  h.likelihood = c.likelihood;
  h.level = level_of(c.likelihood);
  for (std::size_t i = 0; i < c.facts.size() && i < 4; ++i) {
    const auto& f = *c.facts[i];
    bool timed = f.first != no_time && f.count > 1 && f.last != f.first;
    // A count is said only where it can be checked: the cited lines hold every record that was counted, or
    // state it.
    std::uint64_t cited = 0;
    for (const auto& r : f.lines) cited += r.last - r.first + 1;
    bool countable = f.count > 1 && f.lines.size() < 1'000 &&
                     (cited >= f.count || contains_folded(f.quote, "(x" + std::to_string(f.count) + " "));
    h.supporting.push_back(claim_of(f, countable && timed
                                           ? "\"{quote}\", {count} times from {first} to {last}"
                                       : countable          ? "\"{quote}\", {count} times"
                                       : f.first != no_time ? "\"{quote}\", at {first}"
                                                            : "\"{quote}\""));
  }
  for (std::size_t i = 0; i < c.explained.size() && i < 3; ++i)
    h.supporting.push_back(claim_of(*c.explained[i], "it would explain \"{quote}\""));
  for (const auto* f : c.against) h.refuting.push_back(claim_of(*f, c.against_reason + ": \"{quote}\""));
  for (auto& step : split(c.meaning->steps)) add_unique(h.next_steps, std::move(step));
  return h;
}

/// A change that was reported in the quarter of an hour before the trouble began: perhaps its trigger.
bool is_change_before(const fact& f, evidence::micros began) {
  constexpr evidence::micros reach = 15LL * 60 * 1'000'000;
  return f.rule == "change" && f.first != no_time && began != no_time && f.first <= began &&
         began - f.first <= reach;
}

void write_timeline(investigation& out, evidence::micros began) {
  std::vector<timeline_entry> all;
  auto add = [&](evidence::micros time, const fact& f, std::string_view form) {
    all.push_back({time, claim_of(f, form)});
  };
  for (const auto& d : out.evidence)
    for (const auto& f : d.facts) {
      if (f.first == no_time) continue;
      if (f.rule == "change") {
        if (is_change_before(f, began)) add(f.first, f, "changed just before: \"{quote}\"");
      } else if (f.rule == "new_before") {
        add(f.first, f, "seen just before: \"{quote}\"");
      } else if (f.rule == "gap") {
        add(f.first, f, "the log falls silent after \"{quote}\"");
      } else if (f.rule == "burst") {
        add(f.first, f, "errors rise sharply: \"{quote}\"");
      } else if ((f.role == role::cause || f.role == role::symptom) && f.weight >= .25) {
        add(f.first, f, "first \"{quote}\"");
        if (f.last != f.first && f.count > 1 && f.weight >= .4) add(f.last, f, "last \"{quote}\"");
      }
    }
  std::stable_sort(all.begin(), all.end(), [](const auto& a, const auto& b) { return a.time < b.time; });
  // The beginning tells the story: the first entries, and the very last.
  if (all.size() > max_timeline) all.erase(all.begin() + max_timeline - 1, all.end() - 1);
  out.timeline = std::move(all);
}

std::string kind_text(evidence::kind k) {
  switch (k) {
    case evidence::kind::empty:
      return "empty";
    case evidence::kind::log:
      return "log";
    case evidence::kind::kubectl_describe:
      return "kubectl describe";
    case evidence::kind::kubectl_table:
      return "kubectl get";
    case evidence::kind::kubectl_events:
      return "kubectl events";
    case evidence::kind::manifest:
      return "Kubernetes manifest";
    case evidence::kind::json_document:
      return "JSON document";
    case evidence::kind::yaml_document:
      return "YAML document";
    case evidence::kind::config:
      return "configuration";
    case evidence::kind::text:
      return "text";
  }
  return "text";
}

}  // namespace

investigation weigh(std::string question, const question_scope& asked, std::vector<digest> digests) {
  investigation out;
  out.question = std::move(question);
  out.evidence = std::move(digests);
  relevance about(asked, out.evidence);
  out.scope.window = asked.window_text;
  if (asked.has_window && !asked.daily && !asked.relative)
    out.scope.first = asked.first, out.scope.last = asked.last;
  out.scope.names = about.known();
  out.scope.unknown = about.unknown();
  out.scope.asks_health = asked.asks_health;
  out.scope.asks_summary = asked.asks_summary;

  auto candidates = weigh_candidates(out.evidence, about);
  std::vector<candidate> told;
  for (auto& c : candidates)
    if (c.weight >= worth_telling) told.push_back(c);
  if (asked.asks_summary)
    // A list of errors: most severe and most frequent first, causes and effects alike.
    std::stable_sort(told.begin(), told.end(), [](const candidate& a, const candidate& b) {
      return a.facts.front()->weight > b.facts.front()->weight;
    });

  // Warnings alone do not make an answer to "is it healthy?".
  bool serious = std::any_of(told.begin(), told.end(), [&](const candidate& c) {
    const auto& f = *c.facts.front();
    if (c.likelihood >= .5) return true;
    if (f.role == role::cause && c.weight >= .4 && c.against.empty()) return true;
    return c.weight >= .27 &&
           (f.rule != "error_group" || static_cast<int>(f.level) >= static_cast<int>(severity::error) ||
            f.level == severity::none);
  });
  if (!serious) {
    write_health(out, asked, about);
    if (!told.empty())
      add_unique(out.notes, "warnings that explain nothing are listed as hypotheses of low likelihood");
  } else {
    write_opening(out, told);
    out.confidence = told.front().likelihood;
    for (const auto& c : told) out.confidence = std::max(out.confidence, c.likelihood);
    out.level = level_of(out.confidence);
    out.verdict = out.confidence >= .5 ? verdict::problem : verdict::unexplained;
  }
  for (std::size_t i = 0; i < told.size() && i < max_hypotheses; ++i)
    out.hypotheses.push_back(word_hypothesis(told[i], out.question));
  std::stable_sort(out.hypotheses.begin(), out.hypotheses.end(),
                   [](const hypothesis& a, const hypothesis& b) { return a.likelihood > b.likelihood; });
  auto began = told.empty() ? no_time : told.front().facts.front()->first;
  if (!told.empty())
    for (const auto* f : told.front().facts)
      if (f->first != no_time && (began == no_time || f->first < began)) began = f->first;
  if (!out.hypotheses.empty())
    for (const auto& d : out.evidence)
      for (const auto& f : d.facts)
        if (is_change_before(f, began)) {
          out.hypotheses.front().supporting.push_back(claim_of(f, "just before it, at {first}: \"{quote}\""));
          add_unique(out.next_steps, std::string(play_for("trigger").steps));
        }
  write_timeline(out, began);

  for (std::size_t i = 0; i < out.hypotheses.size() && i < 3; ++i)
    for (const auto& step : out.hypotheses[i].next_steps) add_unique(out.next_steps, step);
  if (out.next_steps.size() > 7) out.next_steps.resize(7);
  for (std::size_t i = 0; i < told.size() && i < 3; ++i)
    add_unique(out.questions, std::string(told[i].meaning->question));
  if (out.verdict == verdict::unanswered)
    add_unique(
        out.questions,
        "Which evidence shows the trouble: a log of that time, an error message, the object's status?");

  for (const auto& name : out.scope.unknown)
    add_unique(out.notes, "'" + name + "' does not occur in the evidence");
  for (const auto& d : out.evidence)
    for (const auto& n : d.notes) add_unique(out.notes, "E" + std::to_string(d.evidence) + ": " + n);
  return out;
}

std::vector<std::string> runbook_queries(const investigation& found) {
  if (found.hypotheses.empty()) {
    if (found.verdict == verdict::healthy) return {};
    return {found.question};
  }
  std::vector<std::string> queries;
  for (std::size_t i = 0; i < found.hypotheses.size() && i < 2; ++i) {
    const auto& h = found.hypotheses[i];
    if (i > 0 && h.likelihood < .5) break;
    // In the field's words, and in the evidence's own.
    add_unique(queries, std::string(play_for(h.rule).words));
    add_unique(queries, h.statement.text);
  }
  return queries;
}

void add_passages(std::vector<knowledge::passage>& all, std::vector<knowledge::passage> more) {
  for (auto& p : more) {
    auto known = std::find_if(all.begin(), all.end(), [&](const auto& o) { return o.path == p.path; });
    if (known == all.end())
      all.push_back(std::move(p));
    else if (p.score > known->score)
      *known = std::move(p);
  }
  std::stable_sort(all.begin(), all.end(), [](const auto& a, const auto& b) {
    return a.score != b.score ? a.score > b.score : a.path < b.path;
  });
  constexpr double least = .25;  // of the best: what is far behind it is there for want of better
  while (all.size() > 3 || (!all.empty() && all.back().score < least * all.front().score)) all.pop_back();
}

void compose(investigation& found, std::vector<knowledge::passage> passages) {
  found.passages = std::move(passages);
  for (std::size_t i = 0; i < found.passages.size() && i < 3; ++i)
    if (!found.hypotheses.empty())
      found.hypotheses.front().passages.push_back(static_cast<std::uint32_t>(i + 1));

  std::string text;
  for (const auto& c : found.conclusion) {
    if (!text.empty()) text += " ";
    text += c.text;
    if (!c.citations.empty()) {
      if (text.back() == '.') text.pop_back();
      text += " " + citations_text(c.citations, 2);
    }
    if (text.back() != '.') text += ".";
  }
  // Readers who stop after a few lines know what to do next; and no figure of ours stands among the
  // evidence's own.
  auto add_line = [&](std::string_view label, const std::vector<std::string>& parts) {
    std::string line;
    for (const auto& p : parts) {
      if (word_count(text) + word_count(line) >= opening_words) break;
      line += line.empty() ? std::string(label) + " " + p : "; " + p;
    }
    if (line.empty()) return;
    text += "\n" + line;
    if (text.back() != '?' && text.back() != '.') text += ".";
  };
  if (found.verdict == verdict::unexplained)
    text += " The cause itself is not shown by the evidence; what is wrong is.";
  add_line("Next:", found.next_steps);
  add_line("Undecided:", found.questions);
  add_line("Reading:", {"brackets cite the lines of a file or the section of a runbook, both listed below",
                        "likelihoods run from nought, impossible, to one, certain",
                        "whatever is quoted stands in the evidence in just these words"});
  text += "\n\n";
  if (found.verdict == verdict::problem || found.verdict == verdict::healthy) {
    char number[16];
    std::snprintf(number, sizeof number, "%.2f", found.confidence);
    text += "Confidence: " + std::string(number) + " (" + found.level + ").\n";
  }
  std::string scope_line;
  if (!found.scope.names.empty()) {
    scope_line += "about ";
    for (std::size_t i = 0; i < found.scope.names.size(); ++i)
      scope_line += (i ? ", " : "") + found.scope.names[i];
  }
  if (!found.scope.window.empty())
    scope_line += (scope_line.empty() ? "" : "; ") + ("time: " + found.scope.window);
  if (found.scope.first != no_time)
    scope_line += " (" + time_text(found.scope.first) + " to " + time_text(found.scope.last) + ")";
  if (!scope_line.empty()) text += "Scope: " + scope_line + ".\n";

  if (!found.hypotheses.empty()) {
    text += "\nHypotheses\n";
    int n = 0;
    for (const auto& h : found.hypotheses) {
      char number[16];
      std::snprintf(number, sizeof number, "%.2f", h.likelihood);
      text += "  " + std::to_string(++n) + ". [" + number + " " + h.level + "] " + h.statement.text + " " +
              citations_text(h.statement.citations) + "\n";
      for (const auto& c : h.supporting)
        text += "       for: " + c.text + " " + citations_text(c.citations) + "\n";
      for (const auto& c : h.refuting)
        text += "       against: " + c.text + " " + citations_text(c.citations) + "\n";
      for (auto k : h.passages) text += "       runbook: [K" + std::to_string(k) + "]\n";
    }
  }
  if (!found.timeline.empty()) {
    text += "\nTimeline\n";
    for (const auto& e : found.timeline)
      text +=
          "  " + time_text(e.time) + "  " + e.what.text + " " + citations_text(e.what.citations, 1) + "\n";
  }
  if (!found.next_steps.empty()) {
    text += "\nNext steps\n";
    int n = 0;
    for (const auto& s : found.next_steps) text += "  " + std::to_string(++n) + ". " + s + "\n";
  }
  if (!found.questions.empty()) {
    text += "\nWhat would decide it\n";
    for (const auto& q : found.questions) text += "  - " + q + "\n";
  }
  if (!found.passages.empty()) {
    text += "\nRunbooks\n";
    for (std::size_t i = 0; i < found.passages.size(); ++i) {
      const auto& p = found.passages[i];
      char number[16];
      std::snprintf(number, sizeof number, "%.2f", p.score);
      text += "  K" + std::to_string(i + 1) + "  " + p.path + (p.anchor.empty() ? "" : "#" + p.anchor) +
              "  (" + number + ")\n";
      text += "      " + excerpt(p.text, {}, 30) + "\n";
    }
  }
  text += "\nEvidence\n";
  for (const auto& d : found.evidence) {
    text += "  E" + std::to_string(d.evidence) + "  " + d.name + "  (" + kind_text(d.kind) +
            (d.format.empty() ? "" : ", " + d.format) + ", " + std::to_string(d.lines) + " lines";
    if (d.first != no_time) text += ", " + time_text(d.first) + " to " + time_text(d.last);
    text += ")\n";
  }
  if (!found.notes.empty()) {
    text += "\nNotes\n";
    for (const auto& n : found.notes) text += "  - " + n + "\n";
  }
  found.answer = std::move(text);
}

}  // namespace fm::agent

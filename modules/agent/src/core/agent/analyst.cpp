#include "agent/analyst.hpp"

#include "agent/hypotheses.hpp"
#include "agent/listed_objects.hpp"
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

using evidence::kind;

kind kind_of(const fact& f, const std::vector<digest>& digests) {
  return f.evidence >= 1 && f.evidence <= digests.size() ? digests[f.evidence - 1].kind : kind::empty;
}

/// A sentence for a fact in the opening: the object it is about when the cited text names it, then the form.
claim opening_claim(const fact& f, std::string_view form, const investigation& of,
                    std::size_t slot_words = 24) {
  auto c = claim_of(f, form, slot_words);
  bool literal = std::none_of(c.slots.begin(), c.slots.end(),
                              [&](const slot& s) { return !s.value.empty() && c.text.starts_with(s.value); });
  if (literal && c.text[0] >= 'a' && c.text[0] <= 'z') c.text[0] = static_cast<char>(c.text[0] - 'a' + 'A');
  bool named = !f.subject.empty() && f.subject.size() < 80 && !contains_folded(c.text, f.subject);
  // Facts of manifests cite the line of their object's name; other subjects may stand elsewhere.
  if (named && (contains_folded(f.quote, f.subject) || contains_folded(of.question, f.subject) ||
                kind_of(f, of.evidence) == kind::manifest)) {
    c.form = "{subject}: " + c.form;
    c.slots.insert(c.slots.begin(), {"subject", f.subject});
    if (literal && c.text.size() > 1 && (c.text[1] < 'A' || c.text[1] > 'Z'))
      c.text[0] = static_cast<char>(std::tolower(static_cast<unsigned char>(c.text[0])));
    c.text = f.subject + ": " + c.text;
  }
  return c;
}

/// What a quote says: without the key of "Reason: OOMKilled", which every such line has.
std::string_view said_in(std::string_view quote) {
  auto colon = quote.find(": ");
  if (colon == std::string_view::npos || colon > 24 || colon + 3 > quote.size()) return quote;
  return quote.find(' ') >= colon ? quote.substr(colon + 2) : quote;
}

claim quote_claim(const fact& f, const investigation& of, std::size_t words) {
  // The first columns of a table's row tell the name and the state.
  if (kind_of(f, of.evidence) == kind::kubectl_table && f.get("reason").find(' ') == std::string::npos)
    words = std::min<std::size_t>(words, 6);
  claim c;
  c.form = "\"{quote}\"";
  // The message of a log says at its beginning what was done and with what; the reason stands in the
  // sentence.
  auto around = kind_of(f, of.evidence) == kind::log ? std::string_view() : std::string_view(f.get("reason"));
  c.slots.push_back({"quote", excerpt(f.quote, around, words)});
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

/// A count is said only where it can be checked: the cited lines hold every record that was counted, or
/// state it.
bool is_countable(const fact& f) {
  std::uint64_t cited = 0;
  for (const auto& r : f.lines) cited += r.last - r.first + 1;
  return f.count > 1 && f.get("count").empty() && f.lines.size() < 1'000 &&
         (cited >= f.count || contains_folded(f.quote, "(x" + std::to_string(f.count) + " "));
}

/// The form with its reason in quotation marks.
std::string with_quoted_reason(std::string form) {
  constexpr std::string_view plain = "{reason}";
  if (auto at = form.find(plain); at != std::string::npos) form.replace(at, plain.size(), "\"{reason}\"");
  return form;
}

bool is_state(const fact& f) { return play_for(f.rule).depth >= 3; }

void write_opening(investigation& out, const std::vector<candidate>& candidates, bool asks_count) {
  std::size_t words = 0;
  std::string told;
  std::set<std::string> subjects;  // objects whose state is told
  auto add = [&](claim c) {
    words += word_count(c.text) + 1;
    told += c.text + "\n";
    out.conclusion.push_back(std::move(c));
  };
  // A quote may take half of what is left, but not less than tells something.
  auto room_for = [&](std::size_t least) {
    return std::clamp<std::size_t>(opening_words > words ? (opening_words - words) / 2 : 0, least, 18);
  };
  std::set<std::string_view> rules;
  for (const auto& c : candidates) {
    if (c.weight < worth_telling || words >= opening_words || out.conclusion.size() >= 8) break;
    const auto& best = *c.facts.front();
    bool first = out.conclusion.empty();
    if (!first && news_in(said_in(best.quote), told) < .35) continue;
    // "Ready False" of a pod whose image cannot be pulled adds nothing; a state of another object does.
    if (!first && is_state(best) && (best.subject.empty() || !subjects.insert(best.subject).second)) continue;
    if (!best.subject.empty()) subjects.insert(best.subject);
    for (const auto& n : best.names) subjects.insert(n);
    if (rules.insert(best.rule).second) {
      std::string form(c.meaning->form);
      if (asks_count && is_countable(best)) form += ", {count} times";
      // The evidence's own words, where the sentence left most of them out: in place of its reason when they
      // hold it, else after it.
      auto statement = opening_claim(best, form, out, first ? 24 : 14);
      auto quote = quote_claim(best, out, first && !out.scope.asks_summary ? 16 : room_for(10));
      const auto& said = quote.slots.front().value;
      bool news = words < opening_words && news_in(said_in(said), told + statement.text) >= .4;
      const auto& reason = best.get("reason");
      if (news && !reason.empty() && said.find(reason) != std::string::npos &&
          statement.text.find(reason) != std::string::npos) {
        auto quoted = best;
        for (auto& s : quoted.slots)
          if (s.name == "reason") s.value = said;
        add(opening_claim(quoted, with_quoted_reason(form), out, 30));
      } else {
        add(std::move(statement));
        if (news) add(std::move(quote));
      }
    } else {
      add(quote_claim(best, out, room_for(12)));  // more of the same: its own words say it shorter
    }
    auto tell_more = [&](const fact& f, double news) {
      if (is_state(f) && f.rule != best.rule) return;
      auto quote = quote_claim(f, out, room_for(10));
      if (words + 6 < opening_words && news_in(said_in(quote.slots.front().value), told) >= news)
        add(std::move(quote));
    };
    for (std::size_t i = 1; i < c.facts.size() && i < 4; ++i) tell_more(*c.facts[i], .4);
    if (first)
      for (const auto* f : c.explained)
        if (!is_state(*f)) {
          tell_more(*f, .5);
          break;
        }
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

  // Objects that were checked against each other without a finding speak for health when that is asked.
  bool checked = std::any_of(out.evidence.begin(), out.evidence.end(), [](const digest& d) {
    return d.kind == kind::manifest || d.kind == kind::kubectl_describe || d.kind == kind::json_document;
  });
  std::stable_sort(logs.begin(), logs.end(),
                   [&](const digest* a, const digest* b) { return about.of_file(*a) > about.of_file(*b); });
  bool supported = !healthy.empty() || !logs.empty() || (checked && asked.asks_health);
  // Nothing can be said of an object that the evidence does not know.
  bool strange = about.known().empty() && !about.unknown().empty();
  bool about_health =
      asked.asks_health || asked.asks_summary || (!strange && (asked.asks_trouble || !healthy.empty()));
  out.verdict = supported && about_health ? verdict::healthy : verdict::unanswered;
  claim first;
  if (out.verdict == verdict::healthy) {
    first.form = "No problem is visible in the evidence: no errors, everything that it shows is healthy.";
    out.confidence = std::min(.9, .55 + .1 * static_cast<double>(std::min<std::size_t>(3, healthy.size())) +
                                      .1 * static_cast<double>(!logs.empty()));
    out.level = level_of(out.confidence);
  } else {
    first.form = "The evidence does not answer the question: no errors are visible in it.";
    if (strange)
      first.form = "The evidence does not answer the question: {name} does not occur in it, nor do errors.",
      first.slots.push_back({"name", about.unknown().front()});
    out.confidence = 0;
    out.level = level_of(0);
  }
  first.text = fill(first.form, first.slots);
  for (const auto* d : logs) {
    citation all;
    all.evidence = d->evidence;
    all.lines.push_back({1, d->lines});
    first.citations.push_back(all);
    if (first.citations.size() == 3) break;
  }
  if (first.citations.empty() && healthy.empty())
    for (const auto& d : out.evidence)
      if (d.lines > 0 && first.citations.size() < 3) {
        citation all;
        all.evidence = d.evidence;
        all.lines.push_back({1, d.lines});
        first.citations.push_back(all);
      }
  if (first.citations.empty() && !healthy.empty()) first.citations.push_back(cite(*healthy.front()));
  out.conclusion.push_back(first);
  auto words = word_count(first.text);
  auto tell_health = [&] {
    for (const auto* f : healthy) {
      if (words >= opening_words || out.conclusion.size() >= 5) break;
      auto c = quote_claim(*f, out, 10);
      words += word_count(c.text) + 1;
      out.conclusion.push_back(std::move(c));
    }
  };
  if (asked.asks_health) tell_health();
  // Silence and waiting are worth a sentence where nothing else is: something stopped, or had nothing to do.
  for (const auto& d : out.evidence)
    for (const auto& f : d.facts) {
      if ((f.rule != "gap" && f.rule != "slow_step") || words >= opening_words || f.quote.empty()) continue;
      auto c = claim_of(
          f, f.rule == "gap" ? "The log is silent for long after \"{quote}\"" : play_for(f.rule).form, 9);
      words += word_count(c.text) + 1;
      out.conclusion.push_back(std::move(c));
    }
  // What the logs are about, so that the reader sees what was looked at.
  for (const auto* d : logs) {
    if (words >= opening_words || d->patterns.empty()) break;
    const auto& p = d->patterns.front();
    claim c;
    c.form = "Most of the log says \"{quote}\"";
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
  if (!asked.asks_health) tell_health();
}

hypothesis word_hypothesis(const candidate& c, const investigation& of) {
  hypothesis h;
  const auto& best = *c.facts.front();
  h.rule = best.rule;
  h.category = c.meaning->category;
  h.statement = opening_claim(best, c.meaning->form, of);
  h.likelihood = c.likelihood;
  h.level = level_of(c.likelihood);
  for (std::size_t i = 0; i < c.facts.size() && i < 4; ++i) {
    const auto& f = *c.facts[i];
    bool timed = f.first != no_time && f.count > 1 && f.last != f.first;
    bool countable = is_countable(f);
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

/// The latest change before the trouble belongs to the conclusion, where its words leave room for it.
void tell_change(investigation& out, evidence::micros began) {
  const fact* latest = nullptr;
  for (const auto& d : out.evidence)
    for (const auto& f : d.facts)
      if (is_change_before(f, began) && (latest == nullptr || f.first > latest->first)) latest = &f;
  std::size_t words = 0;
  for (const auto& c : out.conclusion) words += word_count(c.text) + 1;
  if (latest == nullptr || words + 16 > opening_words) return;
  claim c;
  c.form = "Just before it: \"{quote}\"";
  c.slots.push_back({"quote", excerpt(latest->quote, {}, 14)});
  c.citations.push_back(cite(*latest));
  c.text = fill(c.form, c.slots);
  out.conclusion.push_back(std::move(c));
}

void write_timeline(investigation& out, evidence::micros began) {
  std::vector<timeline_entry> all;
  auto add = [&](evidence::micros time, const fact& f, std::string_view form) {
    auto what = claim_of(f, form);
    // Two files may hold the same log.
    if (std::none_of(all.begin(), all.end(),
                     [&](const auto& e) { return e.time == time && e.what.text == what.text; }))
      all.push_back({time, std::move(what)});
  };
  for (const auto& d : out.evidence)
    for (const auto& f : d.facts) {
      if (f.first == no_time) continue;
      if (f.rule == "change") {
        if (is_change_before(f, began)) add(f.first, f, "changed just before: \"{quote}\"");
      } else if (f.rule == "new_before") {
        add(f.first, f, "seen just before: \"{quote}\"");
      } else if (f.rule == "rate_rise") {
        add(f.first, f, "from then on much more frequent: \"{quote}\"");
      } else if (f.rule == "rate_drop") {
        add(f.first, f, "from then on much rarer: \"{quote}\"");
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

/// "The last hour" ends where the evidence ends: what was over before it is left out.
void keep_latest(investigation& out, evidence::micros length) {
  auto end = no_time;
  for (const auto& d : out.evidence) end = std::max(end, d.last);
  if (end == no_time) return;
  out.scope.first = end - length, out.scope.last = end;
  std::size_t dropped = 0;
  for (auto& d : out.evidence)
    dropped +=
        std::erase_if(d.facts, [&](const fact& f) { return f.last != no_time && f.last < out.scope.first; });
  if (dropped > 0) add_unique(out.notes, "what ended before the time that is asked for was left out");
}

}  // namespace

investigation weigh(std::string question, const question_scope& asked, std::vector<digest> digests) {
  investigation out;
  out.question = std::move(question);
  out.evidence = std::move(digests);
  out.scope.window = asked.window_text;
  if (asked.has_window && asked.relative)
    keep_latest(out, asked.first);
  else if (asked.has_window && !asked.daily)
    out.scope.first = asked.first, out.scope.last = asked.last;
  relevance about(asked, out.evidence);
  out.scope.names = about.known();
  out.scope.unknown = about.unknown();
  out.scope.asks_health = asked.asks_health;
  out.scope.asks_summary = asked.asks_summary;

  auto candidates = weigh_candidates(out.evidence, about, out.question);
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
    write_opening(out, asked.asks_summary ? told : asked_first(told, out), asked.asks_count);
    tell_stranger(out, *told.front().facts.front(), about);
    out.confidence = told.front().likelihood;
    for (const auto& c : told) out.confidence = std::max(out.confidence, c.likelihood);
    out.level = level_of(out.confidence);
    out.verdict = out.confidence >= .5 ? verdict::problem : verdict::unexplained;
  }
  for (std::size_t i = 0; i < told.size() && i < max_hypotheses; ++i)
    out.hypotheses.push_back(word_hypothesis(told[i], out));
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
  if (out.verdict == verdict::problem || out.verdict == verdict::unexplained) tell_change(out, began);
  if (asked.asks_count) tell_counts(out);
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

investigation without_evidence(std::string question) {
  investigation out;
  out.question = std::move(question);
  out.level = level_of(0);
  claim said;
  said.form = said.text =
      "There is no evidence in this case that could be read, so nothing can be concluded yet";
  out.conclusion.push_back(std::move(said));
  out.next_steps = {"Upload the log of the time in question, of the part that fails and of what it calls",
                    "Upload what kubectl describe, get and events say of the objects concerned",
                    "Ask again: the answer cites the lines that show it"};
  out.questions = {
      "Which evidence shows the trouble: a log of that time, an error message, the object's status?"};
  return out;
}

}  // namespace fm::agent

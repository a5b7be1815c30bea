#include "agent/analyst.hpp"

#include "agent/asked_lines.hpp"
#include "agent/changes.hpp"
#include "agent/health.hpp"
#include "agent/hypotheses.hpp"
#include "agent/listed_objects.hpp"
#include "agent/next_steps.hpp"
#include "agent/noise.hpp"
#include "agent/relevance.hpp"
#include "agent/wording.hpp"

#include <fm/utf8/cut.hpp>

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
using evidence::rule_book;
using evidence::rule_property;
using evidence::severity;

constexpr std::size_t opening_words = 60;
constexpr std::size_t max_hypotheses = 8;
constexpr std::size_t longest_key = 200;  // bytes
constexpr std::size_t max_timeline = 14;

void add_unique(std::vector<std::string>& list, std::string text) {
  if (!text.empty() && std::find(list.begin(), list.end(), text) == list.end())
    list.push_back(std::move(text));
}

using evidence::kind;

kind kind_of(const fact& f, const std::vector<digest>& digests) {
  return f.evidence >= 1 && f.evidence <= digests.size() ? digests[f.evidence - 1].kind : kind::empty;
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

/// A sentence for a fact in the opening: the object it is about when the cited text names it, then the form.
claim opening_claim(const fact& f, std::string_view form, const investigation& of,
                    std::size_t slot_words = 24, std::string_view end = {}) {
  // The innermost of a chain is the cause: it stands whole behind what it brought about.
  auto whole = std::string(form);
  // A rule that knows the cause has named it already, where both stand in one line.
  const auto& cause = f.get("cause");
  const bool told_by_rule = f.role == role::cause && f.quote.find(cause) != std::string::npos;
  const auto& reason = f.get("reason");
  const bool repeated =
      !reason.empty() && cause.find(reason) != std::string::npos && cause.size() < reason.size() + 24;
  if (!cause.empty() && !told_by_rule && !repeated && whole.find("{cause}") == std::string::npos)
    if (news_in(cause, claim_of(f, form, slot_words).text) >= .4) whole += "[: {cause}]";
  if (!f.get("place").empty()) whole += "[ (in {place})]";
  whole += end;
  auto c = claim_of(f, whole, slot_words);
  bool literal = std::none_of(c.slots.begin(), c.slots.end(),
                              [&](const slot& s) { return !s.value.empty() && c.text.starts_with(s.value); });
  if (literal && c.text[0] >= 'a' && c.text[0] <= 'z') c.text[0] = static_cast<char>(c.text[0] - 'a' + 'A');
  bool named = !f.subject.empty() && f.subject.size() < 80 && !contains_folded(c.text, f.subject);
  // Facts of manifests cite the line of their object's name; other subjects may stand elsewhere.
  if (named && (contains_folded(f.quote, f.subject) || contains_folded(of.question, f.subject) ||
                kind_of(f, of.evidence) == kind::manifest)) {
    if (literal && c.text.size() > 1 && (c.text[1] < 'A' || c.text[1] > 'Z')) {
      auto& begin = c.form[c.form.front() == '[' && c.form.size() > 1 ? 1 : 0];
      begin = static_cast<char>(std::tolower(static_cast<unsigned char>(begin)));
    }
    c.form = "{subject}: " + c.form;
    c.slots.insert(c.slots.begin(), {"subject", f.subject});
    c.text = fill(c.form, c.slots);
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

/// A count is said only where it can be checked: the cited lines hold every record that was counted, or
/// state it; and no others, such as those in which another layer of the program logged the same.
bool is_countable(const fact& f) {
  std::uint64_t cited = 0;
  for (const auto& r : f.lines) cited += r.last - r.first + 1;
  return f.count > 1 && f.get("count").empty() && f.get("other_layer").empty() && f.lines.size() < 1'000 &&
         (cited >= f.count || contains_folded(f.quote, "(x" + std::to_string(f.count) + " "));
}

/// The form with its reason in quotation marks.
std::string with_quoted_reason(std::string form) {
  constexpr std::string_view plain = "{reason}";
  if (auto at = form.find(plain); at != std::string::npos) form.replace(at, plain.size(), "\"{reason}\"");
  return form;
}

/// A warning that is a good part of all lines is no usual noise.
bool is_frequent(const fact& f, const std::vector<digest>& digests) {
  constexpr std::uint64_t least = 3, share = 12;
  return f.evidence >= 1 && f.evidence <= digests.size() && f.count >= least &&
         f.count * share > digests[f.evidence - 1].lines;
}

/// Facts that are no trouble by themselves and that the rule says it is explained by.
std::vector<const fact*> telling_of(const evidence::rule& rule, const std::vector<digest>& digests) {
  std::vector<const fact*> out;
  const auto& by = rule.explained_by;
  for (const auto& d : digests)
    for (const auto& f : d.facts)
      if (f.role == role::context && std::find(by.begin(), by.end(), f.rule) != by.end()) out.push_back(&f);
  return out;
}

void write_opening(investigation& out, const std::vector<candidate>& candidates, bool asks_count,
                   const rule_book& rules) {
  const auto is_state = [&](const fact& f) { return rules.of(f.rule).is_state(); };
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
  std::set<std::string_view> told_rules;
  for (const auto& c : candidates) {
    if (c.weight < worth_telling || words >= opening_words || out.conclusion.size() >= 8) break;
    const bool first = &c == &candidates.front();
    const fact best = first ? with_first_time(c) : *c.facts.front();
    if (!first && news_in(said_in(best.quote), told) < .35) continue;
    // Beside a cause that is known, what is hardly more than a word stands in the hypotheses.
    const bool of_log = kind_of(best, out.evidence) == kind::log;
    if (!first && of_log && !out.scope.asks_summary && candidates.front().likelihood >= .5 &&
        c.likelihood < .5)
      continue;
    // "Ready False" of a pod whose image cannot be pulled adds nothing; a state of another object does.
    if (!first && is_state(best) && (best.subject.empty() || !subjects.insert(best.subject).second)) continue;
    if (!best.subject.empty()) subjects.insert(best.subject);
    for (const auto& n : best.names) subjects.insert(n);
    if (told_rules.insert(c.meaning->id).second) {
      std::string form = worded(c.meaning->means, best, rules);
      std::string when;
      if (asks_count && is_countable(best)) when += ", {count} times";
      const bool unnamed = first && !names_object(best, *c.meaning);
      if (unnamed && !contains_folded(best.quote, best.get("record"))) form += "[: \"{record}\"]";
      if (first && best.first != no_time)
        when += best.first == best.last ? ", at {first}" : ", first at {first}";
      // The evidence's own words, where the sentence left most of them out: in place of its reason when they
      // hold it, else after it.
      auto statement = opening_claim(best, form, out, first ? 24 : 14, when);
      auto quote = quote_claim(best, out,
                               unnamed                            ? 30
                               : first && !out.scope.asks_summary ? 16
                                                                  : room_for(10));
      const auto& said = quote.slots.front().value;
      // What names no object by itself is told in the words of the line, which may.
      const double least_news = unnamed ? .01 : .4;
      bool news = words < opening_words && news_in(said_in(said), told + statement.text) >= least_news;
      const auto& reason = best.get("reason");
      if (news && !reason.empty() && said.find(reason) != std::string::npos &&
          statement.text.find(reason) != std::string::npos) {
        auto quoted = best;
        for (auto& s : quoted.slots)
          if (s.name == "reason") s.value = said;
        add(opening_claim(quoted, with_quoted_reason(form), out, 30, when));
      } else {
        add(std::move(statement));
        if (news) add(std::move(quote));
      }
    } else {
      add(quote_claim(best, out, room_for(12)));  // more of the same: its own words say it shorter
    }
    // What does not ail by itself may tell why this does.
    if (first)
      for (const auto* f : telling_of(*c.meaning, out.evidence))
        add(opening_claim(*f, rules.of(f->rule).means, out));
    auto tell_more = [&](const fact& f, double news) {
      if (is_state(f) && f.rule != best.rule) return;
      auto quote = quote_claim(f, out, room_for(10));
      if (words + 6 < opening_words && news_in(said_in(quote.slots.front().value), told) >= news)
        add(std::move(quote));
    };
    for (std::size_t i = 1; i < c.facts.size() && i < 4; ++i) tell_more(*c.facts[i], .4);
    if (first && !c.against.empty()) {
      const auto& over = best.get("recovered").empty() ? c.against.front()->quote : best.get("recovered");
      claim said;
      said.form = "Afterwards: \"{quote}\"";
      said.slots.push_back({"quote", excerpt(over, {}, 14)});
      said.citations.push_back(cite(*c.against.front()));
      said.text = fill(said.form, said.slots);
      if (c.against.front() != c.facts.front() || !best.get("recovered").empty()) add(std::move(said));
    }
    if (first)
      for (const auto* f : c.explained)
        if (!is_state(*f)) {
          tell_more(*f, .5);
          break;
        }
  }
}

/// Whether a finding began before another one; in one file the lines tell where times do not.
bool is_earlier(const candidate& a, const candidate& b) {
  const auto begin = [](const candidate& c) {
    const fact* first = c.facts.front();
    for (const auto* f : c.facts)
      if (f->first != no_time && (first->first == no_time || f->first < first->first)) first = f;
    return first;
  };
  const auto *x = begin(a), *y = begin(b);
  if (x->first != no_time && y->first != no_time && x->first != y->first) return x->first < y->first;
  return x->evidence == y->evidence && !x->lines.empty() && !y->lines.empty() &&
         x->lines.front().first < y->lines.front().first;
}

/// Names and formats of the files that show it: they tell the product where the message does not.
std::string context_of(const candidate& c, const investigation& of) {
  std::string out;
  for (const auto* f : c.facts)
    if (f->evidence >= 1 && f->evidence <= of.evidence.size()) {
      const auto& d = of.evidence[f->evidence - 1];
      out += d.name + "\n" + d.format + "\n";
    }
  return out;
}

hypothesis word_hypothesis(const candidate& c, const investigation& of, const rule_book& rules) {
  hypothesis h;
  const auto& best = *c.facts.front();
  h.rule = best.rule;
  h.key = first_bytes(c.key, longest_key);
  h.category = c.meaning->category;
  h.statement = opening_claim(best, worded(c.meaning->means, best, rules), of);
  h.words = c.meaning->words;
  if (c.meaning->own) h.pack = c.meaning->pack;
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
  for (const auto* f : telling_of(*c.meaning, of.evidence))
    h.supporting.push_back(claim_of(*f, rules.of(f->rule).means));
  for (std::size_t i = 0; i < c.explained.size() && i < 3; ++i) {
    auto effect = claim_of(*c.explained[i], "it would explain \"{quote}\"");
    const bool told = std::any_of(h.supporting.begin(), h.supporting.end(),
                                  [&](const claim& k) { return k.text == effect.text; });
    if (!told) h.supporting.push_back(std::move(effect));
  }
  for (const auto* f : c.against) h.refuting.push_back(claim_of(*f, c.against_reason + ": \"{quote}\""));
  if (!c.is_explained) h.next_steps = next_steps_for(*c.meaning, c.facts, context_of(c, of));
  return h;
}

/// A change that was reported in the quarter of an hour before the trouble began: perhaps its trigger.
bool is_change_before(const fact& f, evidence::micros began, const rule_book& rules) {
  constexpr evidence::micros reach = 15LL * 60 * 1'000'000;
  return rules.of(f.rule).is(rule_property::change) && f.first != no_time && began != no_time &&
         f.first <= began && began - f.first <= reach;
}

/// The latest change before the trouble belongs to the conclusion, where its words leave room for it.
void tell_change(investigation& out, evidence::micros began, const rule_book& rules) {
  const fact* latest = nullptr;
  for (const auto& d : out.evidence)
    for (const auto& f : d.facts)
      if (is_change_before(f, began, rules) && (latest == nullptr || f.first > latest->first)) latest = &f;
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

void write_timeline(investigation& out, evidence::micros began, const rule_book& rules) {
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
      const auto& r = rules.of(f.rule);
      if (!r.timeline.empty()) {
        if (!r.is(rule_property::change) || is_change_before(f, began, rules)) add(f.first, f, r.timeline);
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

bool at_least_warning(const fact& f) {
  return static_cast<int>(f.level) >= static_cast<int>(severity::warning);
}

/// Whether lines that the question asks for were counted: then the lead's own count would only confuse.
bool counts_what_was_asked(const investigation& out) {
  return std::any_of(out.evidence.begin(), out.evidence.end(), [](const digest& d) {
    return std::any_of(d.facts.begin(), d.facts.end(), [](const fact& f) { return !f.get("asked").empty(); });
  });
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

  const auto book = evidence::rules_in_use();  // the same from the first weight to the last word
  const auto& rules = *book;
  auto candidates = weigh_candidates(out.evidence, about, rules, out.question);
  std::vector<candidate> told;
  for (auto& c : candidates)
    if (c.weight >= worth_telling) told.push_back(c);
  if (asked.asks_only) keep_named(told);
  if (asked.asks_summary)
    // A list of errors: most severe and most frequent first, causes and effects alike.
    std::stable_sort(told.begin(), told.end(), [](const candidate& a, const candidate& b) {
      return a.facts.front()->weight > b.facts.front()->weight;
    });

  if (asked.asks_first)
    std::stable_sort(told.begin(), told.end(),
                     [](const candidate& a, const candidate& b) { return is_earlier(a, b); });

  // Warnings alone do not make an answer to "is it healthy?".
  bool serious = std::any_of(told.begin(), told.end(), [&](const candidate& c) {
    const auto& f = *c.facts.front();
    if (asked.asks_health && !asked.asks_errors && is_noise(c, out.evidence)) return false;
    if (c.likelihood >= .5) return true;
    // A state that a table or document shows is there now.
    if (kind_of(f, out.evidence) != kind::log && f.role != role::context) return true;
    if (f.role == role::cause && c.weight >= .4 && c.against.empty()) return true;
    return c.weight >= .27 &&
           (!c.meaning->is(rule_property::own_words) || is_frequent(f, out.evidence) ||
            static_cast<int>(f.level) >= static_cast<int>(severity::error) || f.level == severity::none);
  });
  if (!serious) {
    tell_health(out, asked, about, rules);
    if (!told.empty()) {
      add_unique(out.notes, "what is taken for usual noise is listed as hypotheses");
      // Whoever asks decides whether it is noise to him.
      if (out.verdict == verdict::healthy && at_least_warning(*told.front().facts.front()))
        out.conclusion.insert(
            out.conclusion.begin() + 1,
            claim_of(*told.front().facts.front(), "Rare, and with normal work after it: \"{quote}\""));
    }
  } else {
    const bool of_another = tell_ended(out, told, asked.ended, about);
    write_opening(out, asked.asks_summary || asked.asks_first ? told : asked_first(told, out),
                  asked.asks_count && !counts_what_was_asked(out), rules);
    tell_stranger(out, *told.front().facts.front(), about);
    out.confidence = told.front().likelihood;
    // What is known of another object is no answer.
    constexpr double unanswered = .45;
    for (const auto& c : told) out.confidence = std::max(out.confidence, c.likelihood);
    if (of_another) out.confidence = std::min(told.front().likelihood, unanswered);
    out.level = level_of(out.confidence);
    out.verdict = out.confidence >= .5 ? verdict::problem : verdict::unexplained;
  }
  for (std::size_t i = 0; i < told.size() && i < max_hypotheses; ++i)
    out.hypotheses.push_back(word_hypothesis(told[i], out, rules));
  std::stable_sort(out.hypotheses.begin(), out.hypotheses.end(),
                   [](const hypothesis& a, const hypothesis& b) { return a.likelihood > b.likelihood; });
  auto began = told.empty() ? no_time : told.front().facts.front()->first;
  if (!told.empty())
    for (const auto* f : told.front().facts)
      if (f->first != no_time && (began == no_time || f->first < began)) began = f->first;
  std::vector<next_step> of_changes;
  if (!out.hypotheses.empty())
    for (const auto& d : out.evidence)
      for (const auto& f : d.facts)
        if (is_change_before(f, began, rules)) {
          out.hypotheses.front().supporting.push_back(claim_of(f, "just before it, at {first}: \"{quote}\""));
          for (auto& step : next_steps_for(rules.of(f.rule), {&f})) add_step(of_changes, std::move(step));
        }
  if (out.verdict == verdict::problem || out.verdict == verdict::unexplained) tell_change(out, began, rules);
  tell_changed_settings(out, asked, told, of_changes, rules);
  if (asked.asks_count) tell_counts(out);
  tell_lines(out, asked, about, rules);
  write_timeline(out, began, rules);

  constexpr double worth_a_step = .5;
  for (std::size_t i = 0; i < out.hypotheses.size() && i < 3; ++i) {
    if (i > 0 && out.hypotheses[i].likelihood < worth_a_step) break;
    for (const auto& step : out.hypotheses[i].next_steps) add_step(out.next_steps, step);
    if (i == 0)
      for (const auto& step : of_changes) add_step(out.next_steps, step);
  }
  if (out.next_steps.size() > 7) out.next_steps.resize(7);
  for (std::size_t i = 0; i < told.size() && i < 3; ++i)
    if (i == 0 || told[i].likelihood >= worth_a_step) add_unique(out.questions, told[i].meaning->question);
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
  out.next_steps = {
      {"Upload the log of the time in question, of the part that fails and of what it calls", ""},
      {"Upload what kubectl describe, get and events say of the objects concerned", ""},
      {"Ask again: the answer cites the lines that show it", ""}};
  out.questions = {
      "Which evidence shows the trouble: a log of that time, an error message, the object's status?"};
  return out;
}

}  // namespace fm::agent

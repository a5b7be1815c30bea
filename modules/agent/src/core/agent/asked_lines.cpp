#include "agent/asked_lines.hpp"

#include "agent/hypotheses.hpp"
#include "agent/question_words.hpp"
#include "agent/wording.hpp"

#include <re2/re2.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <optional>
#include <string>

namespace fm::agent {

namespace {

using evidence::fact;
using evidence::severity;
using evidence::sought_lines;
using evidence::sought_part;
using evidence::word_border;

constexpr std::size_t most_parts = 3;

/// Events that programs name in several ways.
struct event {
  std::string_view stem;
  std::array<std::string_view, 5> words;
};
constexpr std::array events = std::to_array<event>({
    {"timeout", {"timeout", "timed out", "time-out", "time out", "deadline exceeded"}},
    {"restart", {"restart", "", "", "", ""}},
    {"crash", {"crash", "panic", "segfault", "core dumped", "fatal signal"}},
    {"exception", {"exception", "", "", "", ""}},
    {"retr", {"retry", "retries", "retrying", "retried", ""}},
    {"deadlock", {"deadlock", "", "", "", ""}},
    {"fail", {"fail", "", "", "", ""}},
    {"oom", {"oom", "out of memory", "", "", ""}},
});

// What is counted is a line anyhow, or says only that it was there.
constexpr std::array<std::string_view, 45> fillers = {
    "times",    "time",          "occurrences", "lines",      "line",     "requests", "request", "responses",
    "response", "entries",       "records",     "messages",   "events",   "codes",    "code",    "http",
    "statuses", "got",           "gets",        "getting",    "returned", "return",   "returns", "gave",
    "gives",    "seen",          "see",         "occur",      "occurs",   "occurred", "appear",  "appears",
    "appeared", "happens",       "logged",      "reported",   "answered", "ended",    "total",   "only",
    "exactly",  "approximately", "overall",     "altogether", "ever"};

// Then a number of things is asked for, or one that has to be computed.
constexpr std::array<std::string_view, 43> things = {
    "users",     "clients",     "customers",  "nodes",   "hosts",   "servers",   "files",     "tables",
    "minutes",   "hours",       "seconds",    "days",    "ips",     "addresses", "cores",     "cpus",
    "replicas",  "disks",       "gb",         "mb",      "bytes",   "memory",    "space",     "partitions",
    "threads",   "processes",   "workers",    "brokers", "members", "instances", "different", "distinct",
    "unique",    "services",    "containers", "jobs",    "queues",  "topics",    "clusters",  "apps",
    "databases", "deployments", "people"};
constexpr std::array<std::string_view, 12> comparing = {
    "more", "less", "longer", "fewer", "above", "below", "than", "per", "each", "every", "average", "slower"};
// What follows names the time.
constexpr std::array<std::string_view, 10> time_words = {"between", "since",     "after", "before", "during",
                                                         "around",  "yesterday", "today", "last",   "until"};

template <class List>
bool is_in(const List& list, std::string_view word) {
  return std::find(list.begin(), list.end(), word) != list.end();
}

/// "restarted", "retries" and "timeouts" without what grammar adds.
std::string stem_of(const std::string& word) {
  const auto without = [&](std::size_t n) { return word.substr(0, word.size() - n); };
  if (word.size() > 5 && word.ends_with("ies")) return without(3);
  if (word.size() > 5 && (word.ends_with("shes") || word.ends_with("ches") || word.ends_with("sses")))
    return without(2);
  if (word.size() > 5 && word.ends_with("ures")) return without(4);
  if (word.size() > 5 && word.ends_with("ure")) return without(3);
  if (word.size() > 3 && word.ends_with('s') && !word.ends_with("ss")) return without(1);
  if (word.size() > 5 && word.ends_with("ed")) return without(2);
  if (word.size() > 6 && word.ends_with("ing")) return without(3);
  return word;
}

std::optional<sought_part> severity_part(std::string_view word) {
  sought_part out;
  out.border = word_border::beginning;
  if (word == "error" || word == "errors")
    out.least = severity::error, out.words = {"error"};
  else if (word == "warning" || word == "warnings")
    out.least = out.most = severity::warning, out.words = {"warn"};
  else
    return {};
  return out;
}

bool is_status(std::string_view word) {
  static const re2::RE2 form(R"re([1-5](?:\d\d|xx))re");
  return re2::RE2::FullMatch(re2::StringPiece(word.data(), word.size()), form);
}

sought_part part_for(const std::string& word, const std::string& low) {
  constexpr std::size_t long_enough = 5;  // to be looked for inside of other words
  sought_part out;
  if (is_status(low)) {
    out.statuses = {low};
    return out;
  }
  if (is_name_like(word) ||
      std::any_of(low.begin(), low.end(), [](unsigned char c) { return std::isdigit(c); })) {
    out.words = {low};
    out.border = word_border::whole;
    return out;
  }
  const auto stem = stem_of(low);
  out.border = stem.size() < long_enough ? word_border::beginning : word_border::anywhere;
  for (const auto& e : events)
    if (stem == e.stem)
      for (const auto w : e.words)
        if (!w.empty()) out.words.emplace_back(w);
  if (out.words.empty()) out.words = {stem};
  return out;
}

/// Whether a part names something that would be logged by this name.
bool is_certain(const sought_part& part) {
  return !part.statuses.empty() || part.least != severity::none || part.border == word_border::whole ||
         std::any_of(events.begin(), events.end(),
                     [&](const event& e) { return part.words.front() == e.words.front(); });
}

/// The parts of a question that say what the lines hold: its words from where it begins to tell them.
std::vector<sought_part> parts_of(std::string clause, bool counts_things) {
  static const re2::RE2 two_words(R"re((?i)\btim(?:e|es|ed|ing)[ -]outs?\b)re");
  re2::RE2::GlobalReplace(&clause, two_words, "timeout");
  std::vector<sought_part> out;
  bool first = true;
  for (const auto& word : question_words(clause)) {
    const auto low = lowered(word);
    if (is_in(comparing, low)) return {};
    if (is_in(time_words, low)) break;
    const bool clock = low.find(':') != std::string::npos && std::isdigit(static_cast<unsigned char>(low[0]));
    if (low.empty() || clock) continue;
    if (auto level = severity_part(low)) {
      out.push_back(std::move(*level));
    } else {
      const bool thing = is_in(things, low) || is_object_noun(low);
      if (thing && first && counts_things) return {};
      if (thing || is_in(fillers, low) || is_empty_word(low) || low.size() < 2) continue;
      out.push_back(part_for(word, low));
    }
    first = false;
  }
  if (out.size() > most_parts) out.clear();
  return out;
}

/// The part of a question that says what it counts, up to its end; whether things can be counted so.
bool counting_clause(std::string_view question, std::string& clause, bool& of_things) {
  static const re2::RE2 form(
      R"re((?i)\b(?:(how (?:often|frequently))|how many|(?:number|count) of|count)\b((?:[^?;!\n.]|\.\w)*))re");
  std::string often;
  if (!re2::RE2::PartialMatch(re2::StringPiece(question.data(), question.size()), form, &often, &clause))
    return false;
  of_things = often.empty();
  return true;
}

bool listing_clause(std::string_view question, std::string& clause) {
  static const re2::RE2 with_status(
      R"re((?i)\b(?:which|what|list|show(?: me)?|find|give(?: me)?)\b([^?.;\n]*\b(?:requests?|calls?|lines?|entries|paths?|urls?|endpoints?|pages?|records|responses)\b[^?.;\n]*\b[1-5](?:\d\d|xx)\b[^?.;\n]*))re");
  static const re2::RE2 only(
      R"re((?i)\b((?:errors?|warnings?|failures|timeouts|exceptions|restarts|crashes) (?:of|on|from|for|by|at) [^?;\n]*)\bonly\b)re");
  const re2::StringPiece text(question.data(), question.size());
  return re2::RE2::PartialMatch(text, with_status, &clause) || re2::RE2::PartialMatch(text, only, &clause);
}

/// How a part is told: by the words of the evidence where it has some.
std::string told_part(const sought_part& part, const char* name) {
  if (!part.statuses.empty() && part.statuses.front().ends_with("xx"))
    return "a status " + part.statuses.front();
  if (part.least == severity::warning) return "a warning";
  if (part.least != severity::none) return "an error";
  std::string out = "\"{" + std::string(name) + "}\"";
  if (name == std::string_view("phrase")) out += "[ or \"{alike}\"]";
  return out;
}

std::string told_parts(const sought_lines& lines) {
  constexpr std::array<const char*, most_parts> names = {"phrase", "with", "also"};
  std::string out;
  for (std::size_t i = 0; i < lines.parts.size(); ++i)
    out += (i == 0 ? "" : " with ") + told_part(lines.parts[i], names[i]);
  if (out.front() == 'a') out.front() = 'A';
  return out;
}

claim claim_for(const fact& f, const sought_lines& lines, bool durations) {
  auto form = told_parts(lines) + " occurs";
  form += f.count == 1 ? " once" : " {count} times";
  if (f.first != evidence::no_time) form += f.first == f.last ? ", at {first}" : ", from {first} to {last}";
  if (durations && !f.get("median").empty())
    form +=
        "; its lines took {shortest} at least, {median} in the middle, {high} for nineteen of twenty, "
        "{longest} at most";
  return claim_of(f, form);
}

claim claim_for_none(const sought_lines& lines) {
  claim none;
  if (lines.parts.size() == 1) {
    none.form = "\"{asked}\" does not occur in the lines that were read";
    none.slots = {{"asked", lines.asked}};
  } else {
    none.form = "No line that was read holds all of \"{asked}\"";
    none.slots = {{"asked", lines.asked}};
  }
  none.text = fill(none.form, none.slots);
  return none;
}

/// Only lines of logs and outputs are counted: elsewhere what was not counted may well stand.
bool was_counted(const evidence::digest& d) {
  using evidence::kind;
  return d.kind == kind::log || d.kind == kind::text || d.kind == kind::command_output ||
         d.kind == kind::empty;
}

/// How often something happened where an object states the number itself.
std::vector<claim> stated_counts(const investigation& of, const sought_lines& lines, const relevance& about,
                                 const evidence::rule_book& rules) {
  constexpr std::size_t most_told = 3;
  std::vector<const fact*> stating;
  for (const auto& d : of.evidence)
    for (const auto& f : d.facts) {
      const std::string_view means(rules.of(f.rule).means);
      if (f.get("count").empty() || means.find("{count}") == std::string_view::npos) continue;
      const auto names_it = [&](const sought_part& p) {
        return std::any_of(p.words.begin(), p.words.end(),
                           [&](const std::string& w) { return contains_folded(means, w); });
      };
      if (std::any_of(lines.parts.begin(), lines.parts.end(), names_it)) stating.push_back(&f);
    }
  std::stable_sort(stating.begin(), stating.end(),
                   [&](const fact* a, const fact* b) { return about.of(*a) > about.of(*b); });
  std::vector<claim> out;
  for (const auto* f : stating) {
    if (out.size() == most_told || about.of(*f) + .2 < about.of(*stating.front())) break;
    auto c = claim_of(*f, "[{subject}: ]" + rules.of(f->rule).means);
    if (std::none_of(out.begin(), out.end(), [&](const claim& o) { return o.text == c.text; }))
      out.push_back(std::move(c));
  }
  return out;
}

void tell_examples(std::vector<claim>& told, const fact& f) {
  for (const auto* name : {"example", "other"})
    if (!f.get(name).empty()) told.push_back(claim_of(f, "\"{" + std::string(name) + "}\""));
}

}  // namespace

bool asks_for_lines(std::string_view question) {
  std::string clause;
  return listing_clause(question, clause);
}

std::vector<sought_lines> lines_asked_for(std::string_view question) {
  std::vector<sought_lines> out;
  for (const auto& quoted : quoted_in(question)) out.push_back({quoted, {{.words = {lowered(quoted)}}}});
  if (!out.empty()) return out;
  std::string clause;
  bool of_things = false;
  if (!counting_clause(question, clause, of_things) && !listing_clause(question, clause)) return out;
  auto parts = parts_of(clause, of_things);
  if (parts.empty()) return out;
  std::string asked;
  for (const auto& p : parts)
    asked += (asked.empty() ? "" : " ") + (p.words.empty() ? p.statuses.front() : p.words.front());
  out.push_back({std::move(asked), std::move(parts)});
  return out;
}

void tell_lines(investigation& out, const question_scope& asked, const relevance& about,
                const evidence::rule_book& rules) {
  std::vector<claim> told;
  const bool all_counted = std::all_of(out.evidence.begin(), out.evidence.end(), was_counted);
  for (const auto& lines : asked.sought) {
    if (asked.asks_count)
      if (auto stated = stated_counts(out, lines, about, rules); !stated.empty()) {
        told.insert(told.end(), stated.begin(), stated.end());
        continue;
      }
    bool found = false;
    for (const auto& d : out.evidence)
      for (const auto& f : d.facts)
        if (f.get("asked") == lines.asked) {
          told.push_back(claim_for(f, lines, asked.asks_duration));
          if (asked.asks_lines) tell_examples(told, f);
          found = true;
        }
    const bool certain =
        lines.parts.size() == 1 || std::all_of(lines.parts.begin(), lines.parts.end(), is_certain);
    if (!found && all_counted && certain) told.push_back(claim_for_none(lines));
  }
  if (told.empty()) return;
  // Who quotes an error to ask for its reason wants the reason first.
  if (out.verdict != verdict::unanswered && !asked.asks_count && !asked.asks_duration && !asked.asks_lines) {
    out.conclusion.insert(out.conclusion.end(), told.begin(), told.end());
    return;
  }
  // Who asks for the lines alone has the answer; that nothing else was recognised would only confuse.
  if (out.verdict == verdict::unanswered && !out.conclusion.empty())
    out.conclusion.erase(out.conclusion.begin());
  out.conclusion.insert(out.conclusion.begin(), told.begin(), told.end());
}

}  // namespace fm::agent

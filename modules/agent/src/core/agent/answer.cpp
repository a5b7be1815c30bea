// The readable answer: the conclusion first, what to do, then what it rests on.
#include "agent/analyst.hpp"
#include "agent/markdown.hpp"
#include "agent/picture_text.hpp"
#include "agent/question_words.hpp"
#include "agent/wording.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <cstdio>
#include <set>

namespace fm::agent {

namespace {

using evidence::no_time;

constexpr std::size_t steps_now = 3;  // what one does first; more is read when that did not help

void add_unique(std::vector<std::string>& list, std::string text) {
  if (!text.empty() && std::find(list.begin(), list.end(), text) == list.end())
    list.push_back(std::move(text));
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
    case evidence::kind::command_output:
      return "output of commands";
  }
  return "text";
}

std::string scope_text(const scope& asked) {
  std::string line;
  for (std::size_t i = 0; i < asked.names.size(); ++i)
    line += (i > 0 ? ", " : "about ") + code_span(asked.names[i]);
  if (!asked.window.empty()) line += (line.empty() ? "" : "; ") + ("time: " + escaped(asked.window));
  if (asked.first != no_time) line += " (" + time_text(asked.first) + " to " + time_text(asked.last) + ")";
  return line;
}

/// What is read first: the conclusion, why, what to do and what would decide it.
std::string lead_text(const investigation& found) {
  std::string text;
  for (std::size_t i = 0; i < found.conclusion.size(); ++i) {
    const auto said = markdown_of(found.conclusion[i]);
    if (i == 0)
      text += said + (said.empty() || said.back() == '.' ? "\n" : ".\n");
    else
      text += (i == 1 ? "\n" : "") + ("- " + said + "\n");
  }
  if (!found.next_steps.empty()) {
    text += "\n**Do now**\n\n";
    for (std::size_t i = 0; i < found.next_steps.size(); ++i) {
      const auto& step = found.next_steps[i];
      if (i == steps_now) text += "\n**Then**\n\n";
      text += std::to_string(i + 1) + ". " + escaped(step.say) + "\n";
      if (!step.run.empty()) text += code_block(step.run, "   ") + "\n";
    }
  }
  if (!found.questions.empty()) {
    text += "\n**What would decide it**\n\n";
    for (const auto& q : found.questions) text += "- " + escaped(q) + "\n";
  }
  text += "\n";
  if (found.verdict == verdict::problem || found.verdict == verdict::healthy)
    text += "Confidence: " + figure(found.confidence) + " (" + found.level + ").\n";
  if (const auto line = scope_text(found.scope); !line.empty()) text += "Scope: " + line + ".\n";
  return text;
}

std::string hypotheses_text(const investigation& found) {
  std::string text = "\n### Hypotheses\n\n";
  int n = 0;
  for (const auto& h : found.hypotheses) {
    text += std::to_string(++n) + ". " + markdown_of(h.statement, 3) + " (" + figure(h.likelihood) + ", " +
            h.level + (h.pack.empty() ? "" : ", by the rule " + h.rule + " of your pack " + h.pack) + ")\n";
    for (const auto& c : h.supporting) text += "   - for: " + markdown_of(c, 3) + "\n";
    for (const auto& c : h.refuting) text += "   - against: " + markdown_of(c, 3) + "\n";
    for (auto k : h.passages) text += "   - runbook: [K" + std::to_string(k) + "]\n";
  }
  return text;
}

std::string timeline_text(const investigation& found) {
  std::string text = "\n### Timeline\n\n";
  for (const auto& e : found.timeline) text += "- " + time_text(e.time) + " " + markdown_of(e.what, 1) + "\n";
  return text;
}

std::string runbooks_text(const investigation& found) {
  std::string text = "\n### Runbooks\n\n";
  for (std::size_t i = 0; i < found.passages.size(); ++i) {
    const auto& p = found.passages[i];
    text += "- K" + std::to_string(i + 1) + " " + escaped(p.path + (p.anchor.empty() ? "" : "#" + p.anchor)) +
            " (" + figure(p.score) + ")\n  > " + escaped(excerpt(p.text, {}, 30)) + "\n";
  }
  return text;
}

std::string evidence_text(const investigation& found) {
  std::string text = "\n### Evidence\n\n";
  for (const auto& d : found.evidence) {
    text += "- E" + std::to_string(d.evidence) + " " + escaped(d.name) + " (" + kind_text(d.kind) +
            (d.format.empty() ? "" : ", " + d.format) + ", " + std::to_string(d.lines) + " lines";
    if (d.first != no_time) text += ", " + time_text(d.first) + " to " + time_text(d.last);
    text += ")\n";
  }
  for (std::size_t i = 0; i < found.pictures.size(); ++i) {
    const auto& [of, shown, why_not] = found.pictures[i];
    text += "- " + picture_name(i) + " " + escaped(of.source.name) + " (picture, " + of.is.media_type + ", " +
            std::to_string(of.is.width) + " by " + std::to_string(of.is.height) + " pixels, " +
            (shown ? "shown to the model" : "not looked at") + ")\n";
  }
  return text;
}

// What failures of all programs are told with: no page is about this one because of them.
constexpr std::array<std::string_view, 30> words_of_all = {
    "application", "crash",   "crashed",   "panic",    "exception", "unhandled", "uncaught", "error",
    "failed",      "failure", "fatal",     "process",  "program",   "server",    "service",  "system",
    "stack",       "trace",   "traceback", "exit",     "code",      "message",   "line",     "lines",
    "file",        "main",    "thread",    "internal", "unit",      "root"};

/// The words of the message, and of the field for it, that not every failure has.
std::set<std::string> particular_words(const investigation& found) {
  constexpr std::size_t short_word = 3;
  std::set<std::string> out;
  const auto take = [&](std::string_view text) {
    std::string word;
    const auto end_word = [&] {
      if (word.ends_with('s') && word.size() > short_word + 1 && !word.ends_with("ss")) word.pop_back();
      const bool common = std::find(words_of_all.begin(), words_of_all.end(), word) != words_of_all.end();
      if (word.size() >= short_word && !common && !is_empty_word(word)) out.insert(word);
      word.clear();
    };
    for (const char c : text) {
      if (std::isalpha(static_cast<unsigned char>(c)) != 0)
        word.push_back(static_cast<char>(std::tolower(static_cast<unsigned char>(c))));
      else
        end_word();
    }
    end_word();
  };
  for (std::size_t i = 0; i < found.hypotheses.size() && i < 2; ++i) {
    take(found.hypotheses[i].words);
    for (const auto& s : found.hypotheses[i].statement.slots) take(s.value);
  }
  return out;
}

/// A page that shares no such word with the message is about another product.
void doubt_strangers(std::vector<knowledge::passage>& passages, const investigation& found) {
  constexpr double of_another = .35;
  if (found.hypotheses.empty()) return;
  const auto words = particular_words(found);
  for (auto& p : passages) {
    auto page = p.path + "\n" + p.text;
    for (const auto& h : p.headings) page += "\n" + h;
    if (std::none_of(words.begin(), words.end(),
                     [&](const std::string& w) { return contains_folded(page, w); }))
      p.score *= of_another;
  }
  std::stable_sort(passages.begin(), passages.end(),
                   [](const auto& a, const auto& b) { return a.score > b.score; });
}

}  // namespace

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
    add_unique(queries, h.words);
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
  doubt_strangers(passages, found);
  found.passages = std::move(passages);
  for (std::size_t i = 0; i < found.passages.size() && i < 3; ++i)
    if (!found.hypotheses.empty())
      found.hypotheses.front().passages.push_back(static_cast<std::uint32_t>(i + 1));
  auto text = lead_text(found);
  if (!found.hypotheses.empty()) text += hypotheses_text(found);
  if (!found.timeline.empty()) text += timeline_text(found);
  if (!found.passages.empty()) text += runbooks_text(found);
  if (!found.evidence.empty() || !found.pictures.empty()) text += evidence_text(found);
  if (!found.notes.empty()) {
    text += "\n### Notes\n\n";
    for (const auto& n : found.notes) text += "- " + escaped(n) + "\n";
  }
  found.answer = std::move(text);
}

}  // namespace fm::agent

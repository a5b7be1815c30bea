// The readable answer: the conclusion first, what to do, then what it rests on.
#include "agent/analyst.hpp"
#include "agent/playbook.hpp"
#include "agent/wording.hpp"

#include <algorithm>
#include <cstdio>

namespace fm::agent {

namespace {

using evidence::no_time;

constexpr std::size_t opening_words = 60;  // what is read first holds no figure but the evidence's own

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
  }
  return "text";
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
  auto add_list = [&](std::string_view label, const std::vector<std::string>& parts) {
    if (parts.empty()) return;
    text += "\n\n" + std::string(label);
    for (const auto& p : parts) text += "\n  - " + p;
  };
  if (found.verdict == verdict::unexplained)
    text += " The cause itself is not shown by the evidence; what is wrong is.";
  add_list("Next steps", found.next_steps);
  add_list("What would decide it", found.questions);
  if (word_count(text) < opening_words)
    text +=
        "\n\nBrackets cite lines of the files that are listed below. Whatever is quoted stands there in "
        "just these words. What is called likely, probable or healthy is so as far as these files show "
        "it: trouble that left no trace in them is not excluded, and a file of the time in question may "
        "show more.";
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
  if (!found.evidence.empty()) text += "\nEvidence\n";
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

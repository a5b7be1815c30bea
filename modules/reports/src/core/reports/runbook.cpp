// How to handle it the next time, as far as this case taught it.
#include "reports/report_kinds.hpp"
#include "reports/report_types.hpp"

#include <algorithm>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace fm::reports {

namespace {

using document::rich;
using document::style;

/// Without the marks of where a quotation was cut: they stand in no file.
std::string whole_words(std::string text) {
  constexpr std::string_view cut = "…";
  if (text.starts_with(cut)) text.erase(0, cut.size());
  if (text.ends_with(cut)) text.erase(text.size() - cut.size());
  return text;
}

/// Lines to search for, letter by letter as the evidence has them.
std::vector<std::string> signatures(const subject& s) {
  std::vector<std::string> out;
  auto add = [&out](std::string text) {
    constexpr std::size_t most = 5;
    if (out.size() < most && !text.empty() && std::find(out.begin(), out.end(), text) == out.end())
      out.push_back(std::move(text));
  };
  if (!s.found.best) return out;
  for (const auto& c : s.found.best->supporting)
    if (!is_effect(c) && !is_change_before(c))
      for (const auto& slot : c.slots)
        if (slot.name == "quote") add(whole_words(slot.value));
  return out;
}

void overview(const subject& s) {
  s.to.heading("Overview");
  description(s);
  s.to.paragraph(cause_sentence(s));
  if (s.found.best) {
    rich text(
        "This runbook comes from one case. Use it when the lines below turn up; the cause was told with a "
        "confidence of " +
        likelihood_text(s.found.best->likelihood) + ".");
    s.to.paragraph(std::move(text));
  } else {
    s.to.paragraph("This runbook comes from one case.");
  }
}

void prerequisites(const subject& s) {
  s.to.heading("Prerequisites");
  std::vector<rich> needed;
  for (const auto& e : s.from.evidence) {
    constexpr std::size_t most = 20;
    if (needed.size() >= most) break;
    needed.push_back(rich("Access to what this case was told from: ")
                         .add(e.original_filename, style::code)
                         .add(" (" + e.evidence_type + ")"));
  }
  s.to.bullets(std::move(needed));
  s.to.unknown("which accounts, permissions and tools the steps need", "a note of whoever carries them out");
}

void diagnosis(const subject& s) {
  s.to.heading("Diagnosis");
  s.to.heading("1. See whether it is this", 2);
  const auto lines = signatures(s);
  if (lines.empty()) {
    s.to.unknown("what it looks like in logs or configuration",
                 "evidence of this case from the time of the trouble");
  } else {
    s.to.paragraph("Look for these words:");
    std::string text;
    for (const auto& l : lines) text += (text.empty() ? "" : "\n") + l;
    s.to.code(std::move(text));
  }
  s.to.heading("2. Check what came before and what follows", 2);
  std::vector<rich> around;
  if (s.found.best)
    for (const auto& c : s.found.best->supporting)
      if (is_effect(c) || is_change_before(c)) around.push_back(cited(c));
  if (around.empty())
    s.to.unknown("what precedes it and what it causes",
                 "logs of the neighbouring services from the minutes around it");
  else
    s.to.bullets(std::move(around));
  s.to.heading("3. Rule out what looks alike", 2);
  std::vector<rich> others;
  for (const auto* h : s.found.others)
    others.push_back(cited(h->statement).add(" (" + likelihood_text(h->likelihood) + " in this case)"));
  if (s.from.investigated)
    for (const auto& q : s.from.found.questions) others.emplace_back(q);
  if (others.empty())
    s.to.unknown("what else looks like this; the case has no other explanation",
                 "further cases with the same symptom");
  else
    s.to.bullets(std::move(others));
}

void resolution(const subject& s) {
  s.to.heading("Resolution");
  s.to.heading("Immediate", 2);
  auto steps = suggestions(s);
  bool worked = false;
  for (const auto& one : s.from.solutions) {
    if (!one.implemented) continue;
    worked = true;
    s.to.paragraph(one_line(one.title, 255) + " (was carried out in this case)" +
                   (one.description.empty() ? "" : ": " + one_line(one.description, 1'000)));
    solution_steps(s, one);
  }
  if (!s.found.story.resolution.empty()) {
    worked = true;
    s.to.paragraph("How the case was closed: " + one_line(s.found.story.resolution, 4'000));
  }
  if (!steps.empty()) {
    s.to.paragraph(worked ? "The investigation also suggested:"
                          : "The investigation suggested; that it helps is not recorded:");
    s.to.numbers(std::move(steps));
  } else if (!worked) {
    s.to.unknown("what helps at once", "the solution of this case, entered and marked as carried out");
  }
  s.to.heading("Permanent", 2);
  bool any = false;
  for (const auto& one : s.from.solutions) {
    if (one.implemented) continue;
    any = true;
    s.to.paragraph(one_line(one.title, 255) + " (recorded, not marked as carried out)" +
                   (one.description.empty() ? "" : ": " + one_line(one.description, 1'000)));
    solution_steps(s, one);
  }
  if (!any)
    s.to.unknown("what keeps it from coming back",
                 "a solution for good, entered in the case, and the time since without the symptom");
}

void verification(const subject& s) {
  s.to.heading("Verification");
  const auto lines = signatures(s);
  std::vector<rich> checks;
  for (const auto& l : lines) checks.push_back(rich("No new line with ").add(l, style::code));
  if (checks.empty())
    s.to.unknown("how to see that it is over", "evidence from the time after the solution");
  else
    s.to.bullets(std::move(checks));
  const auto& reached = s.found.story.milestones;
  if (std::find(reached.begin(), reached.end(), "solution_verified") != reached.end())
    s.to.paragraph("In this case the solution was marked as verified.");
}

void escalation(const subject& s) {
  s.to.heading("Escalation");
  if (!s.from.the_case.category.empty())
    s.to.paragraph("Category of the case: " + one_line(s.from.the_case.category, 100) + ".");
  s.to.unknown("who owns the affected parts and when to call them",
               "the on-call list, entered here by whoever reviews this runbook");
}

}  // namespace

void write_runbook(const subject& s) {
  overview(s);
  prerequisites(s);
  diagnosis(s);
  resolution(s);
  verification(s);
  escalation(s);
  sources_section(s);
}

}  // namespace fm::reports

#include "reports/sections.hpp"

#include "reports/report_types.hpp"
#include "reports/timeline.hpp"

#include <algorithm>
#include <utility>

namespace fm::reports {

namespace {

using document::rich;
using document::style;

constexpr std::size_t most_events = 150, most_items = 20;
constexpr std::size_t long_text = 4'000;

rich word(const std::string& text) { return rich().add(text, style::code); }

void add_row(std::vector<std::vector<rich>>& rows, const char* name, rich value) {
  rows.push_back({name, std::move(value)});
}

std::string percent_of_errors(const evidence::digest& d) {
  if (d.by_severity.size() < 8) return {};
  const auto errors = d.by_severity[static_cast<std::size_t>(evidence::severity::error)] +
                      d.by_severity[static_cast<std::size_t>(evidence::severity::critical)];
  if (errors == 0) return {};
  return std::to_string(errors) + " of " + counted(d.lines, "line", "lines") + " state an error";
}

std::vector<rich> all_cited(const std::vector<agent::claim>& claims) {
  std::vector<rich> out;
  for (const auto& c : claims)
    if (out.size() < most_items) out.push_back(cited(c));
  return out;
}

void hypothesis_table(const subject& s) {
  std::vector<std::vector<rich>> rows;
  for (const auto* h : s.found.others)
    if (rows.size() < most_items)
      rows.push_back({cited(h->statement), likelihood_text(h->likelihood), "open"});
  for (const auto* h : s.found.overruled)
    rows.push_back({cited(h->statement), likelihood_text(h->likelihood), "refuted by people"});
  for (const auto& h : s.from.hypotheses) {
    if (h.origin.starts_with("agent:") || &h == s.found.validated || rows.size() >= most_items) continue;
    rows.push_back(
        {rich(one_line(h.title, 255)), h.confidence < 0 ? "" : likelihood_text(h.confidence), h.status});
  }
  if (rows.empty()) return;
  s.to.heading("Other explanations", 2);
  s.to.table({"Explanation", "Likelihood", "State"}, rows);
}

void cause_of_people(const subject& s) {
  const auto& h = *s.found.validated;
  rich text;
  text.add(one_line(h.title, 255)).add(". Somebody who works on the case has validated this");
  if (h.confidence >= 0) text.add(", with a confidence of " + likelihood_text(h.confidence));
  text.add(".");
  s.to.paragraph(std::move(text));
  if (!h.description.empty()) s.to.paragraph(one_line(h.description, long_text));
  if (!h.notes.empty()) s.to.paragraph("Notes: " + one_line(h.notes, long_text));
  if (s.found.best) {
    rich other("What the evidence itself speaks for most: ");
    other.add(s.found.best->statement.text);
    add_citations(other, s.found.best->statement.citations);
    other.add(" (" + likelihood_text(s.found.best->likelihood) + ").");
    s.to.paragraph(std::move(other));
  }
}

void cause_of_evidence(const subject& s) {
  const auto& h = *s.found.best;
  rich text(h.statement.text);
  add_citations(text, h.statement.citations);
  text.add(". Confidence " + likelihood_text(h.likelihood) + (h.level.empty() ? "" : " (" + h.level + ")"));
  text.add(s.from.the_case.status == "consulting" || s.from.the_case.status == "investigating"
               ? ", as far as the evidence shows; nobody has confirmed it yet."
               : ", as far as the evidence shows.");
  s.to.paragraph(std::move(text));
  if (!h.supporting.empty()) {
    s.to.paragraph("What speaks for it:");
    s.to.bullets(all_cited(h.supporting));
  }
  if (!h.refuting.empty()) {
    s.to.paragraph("What speaks against it:");
    s.to.bullets(all_cited(h.refuting));
  }
}

}  // namespace

bool is_over(const cases::case_record& c) { return c.status == "resolved" || c.status == "closed"; }

void case_table(const subject& s) {
  const auto& c = s.from.the_case;
  std::vector<std::vector<rich>> rows;
  add_row(rows, "Case", word(c.id));
  add_row(rows, "Status", word(c.status));
  add_row(rows, "Priority", word(c.priority));
  if (!c.category.empty()) add_row(rows, "Category", rich(one_line(c.category, 100)));
  add_row(rows, "Opened", rich(case_time(c.created)));
  if (c.resolved > 0)
    add_row(
        rows, "Resolved",
        rich(case_time(c.resolved) + ", " + duration_text(c.resolved - c.created) + " after it was opened"));
  if (c.closed > 0)
    add_row(rows, "Closed",
            rich(case_time(c.closed) + ", " + duration_text(c.closed - c.created) + " after it was opened"));
  add_row(rows, "Evidence", rich(counted(s.from.evidence_count, "file", "files")));
  add_row(rows, "Written", rich(case_time(s.from.now)));
  s.to.table({"Field", "Value"}, rows);
}

void description(const subject& s) {
  const auto text = one_line(s.from.the_case.description, long_text);
  if (text.empty())
    s.to.unknown("how the people who opened the case describe it; it has no description",
                 "a description of what was noticed, by whom and where, added to the case");
  else
    s.to.paragraph(text);
}

rich cause_sentence(const subject& s) {
  rich out;
  switch (s.found.source) {
    case cause_source::people:
      return out.add("The cause, as validated by people: " + one_line(s.found.validated->title, 255) + ".");
    case cause_source::evidence:
      out.add("What the evidence shows as the cause: " + s.found.best->statement.text);
      add_citations(out, s.found.best->statement.citations);
      return out.add(" (confidence " + likelihood_text(s.found.best->likelihood) + ").");
    case cause_source::earlier:
      return out.add("What the investigation concluded in turn " +
                     std::to_string(s.found.story.concluded.turn) + ": " +
                     one_line(s.found.story.concluded.statement, 1'000));
    case cause_source::none:
      break;
  }
  if (s.from.investigated && s.from.found.verdict == agent::verdict::healthy)
    return out.add("The evidence shows normal operation; it shows no cause of trouble.");
  return out.add("The cause is not known.");
}

void timeline_section(const subject& s) {
  s.to.heading("Timeline");
  std::size_t left_out = 0;
  const auto events = shortened(timeline_of(s.from, s.found.story), most_events, left_out);
  std::vector<std::vector<rich>> rows;
  bool has_evidence = false;
  for (const auto& e : events) {
    has_evidence = has_evidence || e.of_evidence;
    rows.push_back({rich(e.of_evidence ? evidence_time(e.at) : case_time(e.at)), e.what, e.source});
  }
  s.to.table({"Time (UTC)", "What", "Source"}, rows);
  if (left_out > 0)
    s.to.paragraph(counted(left_out, "event", "events") +
                   " between the first and the last ones are left out.");
  if (s.from.message_count > s.from.messages.size())
    s.to.paragraph("Of " + counted(s.from.message_count, "message", "messages") + " of the case, the first " +
                   std::to_string(s.from.messages.size()) + " were looked at.");
  if (s.from.evidence_count > s.from.evidence.size())
    s.to.paragraph("Of " + counted(s.from.evidence_count, "file", "files") + " of the case, the newest " +
                   std::to_string(s.from.evidence.size()) + " are listed.");
  if (!has_evidence)
    s.to.unknown("when the trouble itself began and ended; the events above are those of the case alone",
                 "logs with times that cover the span before and after it was noticed");
}

void impact_section(const subject& s) {
  s.to.heading("Impact");
  std::vector<rich> shown;
  if (s.found.best)
    for (const auto& c : s.found.best->supporting)
      if (is_effect(c)) {
        rich effect("“" + quoted(c) + "”");
        add_citations(effect, c.citations);
        shown.push_back(std::move(effect));
      }
  if (s.from.investigated)
    for (const auto& d : s.from.found.evidence)
      if (auto errors = percent_of_errors(d); !errors.empty()) {
        rich text;
        text.add("E" + std::to_string(d.evidence), style::code).add(": " + errors);
        shown.push_back(std::move(text));
      }
  if (!shown.empty()) {
    if (shown.size() > most_items) shown.resize(most_items);
    s.to.paragraph("What the evidence shows of it:");
    s.to.bullets(std::move(shown));
  }
  micros first = 0, last = 0;
  if (s.from.investigated)
    for (const auto& e : s.from.found.timeline) {
      if (e.time == evidence::no_time) continue;
      if (first == 0) first = e.time;
      last = std::max(last, e.time);
      first = std::min(first, e.time);
    }
  if (last > first)
    s.to.paragraph("The events of the timeline that the evidence shows lie between " + evidence_time(first) +
                   " and " + evidence_time(last) + " (" + duration_text(last - first) + ").");
  s.to.unknown(
      "how many users, requests or orders were affected, beyond what is cited above",
      "request, order or error counts of the services concerned for that span, and the reports of users");
}

void root_cause_section(const subject& s) {
  s.to.heading("Root cause");
  switch (s.found.source) {
    case cause_source::people:
      cause_of_people(s);
      break;
    case cause_source::evidence:
      cause_of_evidence(s);
      break;
    case cause_source::earlier: {
      const auto& c = s.found.story.concluded;
      s.to.paragraph(one_line(c.statement, long_text));
      s.to.paragraph("The investigation concluded this in turn " + std::to_string(c.turn) +
                     " with a confidence of " + likelihood_text(c.confidence) +
                     (c.level.empty() ? "" : " (" + c.level + ")") +
                     ". The lines that showed it are not cited here: " + s.from.not_investigated + ".");
      break;
    }
    case cause_source::none: {
      if (s.from.investigated && s.from.found.verdict == agent::verdict::healthy)
        s.to.paragraph("The evidence shows normal operation.");
      std::string tell;
      for (const auto& q : s.from.found.questions)
        tell += (tell.empty() ? "the answers to these questions: " : " ") + q;
      while (!tell.empty() && tell.back() == '.') tell.pop_back();
      s.to.unknown(
          "the root cause; " +
              (s.from.investigated ? std::string("the evidence does not show one") : s.from.not_investigated),
          tell.empty()
              ? "logs, configuration and metrics of the affected parts from the time before the first symptom"
              : tell);
      break;
    }
  }
  hypothesis_table(s);
}

std::vector<rich> solutions(const subject& s, bool implemented) {
  std::vector<rich> out;
  for (const auto& one : s.from.solutions) {
    if (one.implemented != implemented || out.size() >= most_items) continue;
    rich text(one_line(one.title, 255));
    if (!one.description.empty()) text.add(": " + one_line(one.description, 1'000));
    out.push_back(std::move(text));
  }
  return out;
}

void solution_steps(const subject& s, const cases::solution_record& solution) {
  std::vector<rich> steps;
  for (const auto& step : solution.steps)
    if (steps.size() < most_items) steps.emplace_back(one_line(step, 1'000));
  s.to.numbers(std::move(steps));
}

void resolution_section(const subject& s) {
  s.to.heading("Resolution");
  const auto& c = s.from.the_case;
  if (!is_over(c))
    s.to.paragraph(rich("The case is not resolved; its status is ").add(c.status, style::code).add("."));
  bool told = !s.found.story.resolution.empty() || !s.found.story.notes.empty();
  for (const auto& step : s.found.story.steps) {
    if (step.to != "resolved" && step.to != "closed") continue;
    told = told || !step.reason.empty();
    rich text("At " + case_time(step.at) + " the case became ");
    text.add(step.to, style::code);
    text.add(step.reason.empty() ? ", without a reason given." : ": " + one_line(step.reason, 1'000));
    s.to.paragraph(std::move(text));
  }
  if (!s.found.story.resolution.empty())
    s.to.paragraph("Resolution as it was entered: " + one_line(s.found.story.resolution, long_text));
  if (!s.found.story.notes.empty()) s.to.paragraph("Notes: " + one_line(s.found.story.notes, long_text));
  auto done = solutions(s, true), open = solutions(s, false);
  const bool tried = !done.empty();
  const bool none = !told && !tried && open.empty();
  if (!done.empty()) s.to.paragraph("Solutions that were carried out:");
  s.to.bullets(std::move(done));
  if (!open.empty()) s.to.paragraph("Solutions that were recorded, and are not marked as carried out:");
  s.to.bullets(std::move(open));
  if (none)
    s.to.unknown("what was done about it and whether it helped; no solution is recorded in the case",
                 "the solution entered in the case, and evidence from the time after it");
  else if (!tried)
    s.to.unknown("whether it helped; no solution of the case is marked as carried out",
                 "evidence from the time after it");
}

std::vector<rich> suggestions(const subject& s) {
  std::vector<rich> out;
  if (!s.from.investigated) return out;
  for (const auto& step : s.from.found.next_steps)
    if (out.size() < most_items) out.emplace_back(step.text());
  return out;
}

void follow_up_section(const subject& s, const std::string& heading) {
  s.to.heading(heading);
  auto open = solutions(s, false);
  auto steps = suggestions(s);
  std::vector<rich> questions;
  if (s.from.investigated)
    for (const auto& q : s.from.found.questions) questions.emplace_back(q);
  const bool none = open.empty() && steps.empty() && questions.empty();
  if (!open.empty()) s.to.paragraph("Recorded solutions that are not marked as carried out:");
  s.to.bullets(std::move(open));
  if (!steps.empty()) s.to.paragraph("What the investigation suggests; whether it was done is not recorded:");
  s.to.bullets(std::move(steps));
  if (!questions.empty()) s.to.paragraph("Questions that are still open:");
  s.to.bullets(std::move(questions));
  if (none)
    s.to.unknown("what is still to do, and who does it; neither the case nor its evidence names anything",
                 "solutions entered in the case, or a question asked about its evidence");
}

void sources_section(const subject& s) {
  s.to.heading("What this report rests on");
  std::vector<std::vector<rich>> rows;
  if (s.from.investigated)
    for (const auto& d : s.from.found.evidence) {
      const bool timed = d.first != evidence::no_time && d.last != evidence::no_time;
      rows.push_back(
          {rich().add("E" + std::to_string(d.evidence), style::code), rich().add(d.name, style::code),
           rich(d.format), rich(std::to_string(d.lines)),
           rich(timed ? evidence_time(d.first) + " to " + evidence_time(d.last) : std::string("no times"))});
    }
  s.to.table({"Ref", "File", "Read as", "Lines", "Covers"}, rows);
  if (!s.from.investigated) {
    std::vector<rich> names;
    for (const auto& e : s.from.evidence)
      if (names.size() < most_items)
        names.push_back(
            rich().add(e.original_filename, style::code).add(", " + counted(e.file_size, "byte", "bytes")));
    if (!names.empty())
      s.to.paragraph("Files of the case, which were not read for this report: " + s.from.not_investigated +
                     ".");
    s.to.bullets(std::move(names));
    if (s.from.evidence_count == 0)
      s.to.unknown("what logs, configuration and metrics show; the case has no evidence",
                   "files of the affected parts, added to the case");
  }
  std::vector<rich> books;
  if (s.from.investigated)
    for (std::size_t i = 0; i < s.from.found.passages.size(); ++i) {
      const auto& p = s.from.found.passages[i];
      rich text;
      text.add("K" + std::to_string(i + 1), style::code)
          .add(" ")
          .add(p.path + (p.anchor.empty() ? "" : "#" + p.anchor), style::code);
      if (!p.headings.empty()) text.add(" — " + one_line(p.headings.back(), 120));
      text.add(", relevance " + likelihood_text(p.score));
      books.push_back(std::move(text));
    }
  if (!books.empty()) {
    s.to.paragraph("Passages of the knowledge base about it:");
    s.to.bullets(std::move(books));
  }
  std::vector<rich> notes;
  for (const auto& n : s.from.found.notes)
    if (notes.size() < most_items) notes.emplace_back(one_line(n, 1'000));
  if (!notes.empty()) {
    s.to.paragraph("What was assumed or left out:");
    s.to.bullets(std::move(notes));
  }
  s.to.paragraph(
      "Marks such as E1:L3-L5 name lines of the files above; what stands in quotation marks stands there in "
      "just these words.");
}

}  // namespace fm::reports

// What is to be learned. Blames nobody and makes nothing up.
#include "reports/report_kinds.hpp"
#include "reports/report_types.hpp"
#include "reports/timeline.hpp"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

namespace fm::reports {

namespace {

using document::rich;
using document::style;

/// Asks why as long as the evidence answers, at most five times, and says where it ends.
void five_whys(const subject& s) {
  s.to.heading("Five whys", 2);
  std::vector<rich> whys;
  const auto* best = s.found.best;
  if (best) {
    auto effect = std::find_if(best->supporting.begin(), best->supporting.end(), is_effect);
    auto change = std::find_if(best->supporting.begin(), best->supporting.end(), is_change_before);
    rich first;
    if (effect != best->supporting.end()) {
      first.add("Why “" + quoted(*effect) + "”?");
      add_citations(first, effect->citations);
      first.add(" Because of this: ");
    } else {
      first.add("Why did it happen? Because of this: ");
    }
    first.add(best->statement.text);
    add_citations(first, best->statement.citations);
    first.add(" (confidence " + likelihood_text(best->likelihood) + ").");
    whys.push_back(std::move(first));
    if (change != best->supporting.end()) {
      rich second("Why then? Just before it there was this, which may be the reason: “" + quoted(*change) +
                  "”");
      add_citations(second, change->citations);
      second.add(".");
      whys.push_back(std::move(second));
    }
  }
  const auto answered = whys.size();
  s.to.numbers(std::move(whys));
  std::string tell =
      "the history of changes and decisions before the first symptom, and the people who made them";
  if (best && !best->next_steps.empty())
    tell = "this, to begin with: " + best->next_steps.front().say + "; then " + tell;
  s.to.unknown(answered == 0 ? "any why; the evidence shows no cause"
                             : "the whys after the " + std::string(answered == 1 ? "first" : "second") +
                                   "; the evidence ends here",
               tell);
}

/// When the first event of the evidence was; 0 for none.
micros first_sign(const subject& s) {
  micros out = 0;
  if (s.from.investigated)
    for (const auto& e : s.from.found.timeline)
      if (e.time != evidence::no_time && (out == 0 || e.time < out)) out = e.time;
  return out;
}

std::size_t failed_turns(const subject& s) {
  return static_cast<std::size_t>(
      std::count_if(s.from.messages.begin(), s.from.messages.end(),
                    [](const auto& m) { return m.role == "user" && m.state == "failed"; }));
}

void went_well(const subject& s) {
  s.to.heading("What went well");
  std::vector<rich> good;
  if (s.found.source == cause_source::evidence || s.found.source == cause_source::people)
    good.emplace_back("A cause was found" +
                      std::string(s.found.best ? ", with lines of evidence that show it" : "") + ".");
  if (!s.from.evidence.empty() && s.from.evidence.size() == s.from.evidence_count &&
      s.from.the_case.created > 0 && s.from.evidence.front().uploaded >= s.from.the_case.created)
    good.emplace_back("The first evidence was there " +
                      duration_text(s.from.evidence.front().uploaded - s.from.the_case.created) +
                      " after the case was opened.");
  if (s.from.the_case.resolved > 0)
    good.emplace_back("The case was resolved " +
                      duration_text(s.from.the_case.resolved - s.from.the_case.created) +
                      " after it was opened.");
  if (s.from.investigated && !s.from.found.passages.empty() && s.found.best)
    good.push_back(rich("The knowledge base has a passage about it: ")
                       .add(s.from.found.passages.front().path, style::code)
                       .add(" (relevance " + likelihood_text(s.from.found.passages.front().score) + ")."));
  if (!solutions(s, true).empty()) good.emplace_back("A solution was recorded and carried out.");
  if (good.empty())
    s.to.unknown("what went well; nothing in the case tells of it", "a talk with those who worked on it");
  else
    s.to.bullets(std::move(good));
}

void to_improve(const subject& s) {
  s.to.heading("What to improve");
  std::vector<rich> bad;
  if (const auto first = first_sign(s); first > 0 && first < s.from.the_case.created)
    bad.emplace_back("The evidence shows the first event at " + evidence_time(first) +
                     "; the case was opened " + duration_text(s.from.the_case.created - first) + " later.");
  if (s.found.source == cause_source::none || s.found.source == cause_source::earlier)
    bad.emplace_back("No cause is shown by the evidence that the case holds now.");
  if (s.from.investigated && s.from.found.passages.empty())
    bad.emplace_back("The knowledge base has no passage about it.");
  if (const auto failed = failed_turns(s); failed > 0)
    bad.emplace_back(counted(failed, "question", "questions") + " to the investigation got no answer.");
  if (s.found.story.stuck)
    bad.emplace_back("The investigation is stuck: its last turns brought nothing new.");
  if (is_over(s.from.the_case) && solutions(s, true).empty())
    bad.emplace_back("The case ended without a solution that is marked as carried out.");
  for (const auto& e : s.from.evidence)
    if (e.status == "failed")
      bad.push_back(rich("A file could not be read: ")
                        .add(e.original_filename, style::code)
                        .add(e.problem.empty() ? "." : ": " + one_line(e.problem, 300)));
  constexpr std::size_t most = 20;
  if (bad.size() > most) bad.resize(most);
  if (bad.empty())
    s.to.unknown("what could have gone better; nothing in the case tells of it",
                 "a talk with those who worked on it");
  else
    s.to.bullets(std::move(bad));
}

void lessons(const subject& s) {
  s.to.heading("Lessons");
  if (!s.found.story.notes.empty())
    s.to.paragraph("From the notes with which the case was closed: " + one_line(s.found.story.notes, 4'000));
  s.to.unknown("what those who worked on it take from it" +
                   std::string(s.found.story.notes.empty() ? "; the case has no closing notes"
                                                           : ", beyond these notes"),
               "a review with them, written here");
}

}  // namespace

void write_post_mortem(const subject& s) {
  s.to.heading("Summary");
  case_table(s);
  s.to.paragraph(cause_sentence(s));
  s.to.heading("Description");
  description(s);
  timeline_section(s);
  root_cause_section(s);
  five_whys(s);
  impact_section(s);
  resolution_section(s);
  went_well(s);
  to_improve(s);
  follow_up_section(s, "Actions");
  lessons(s);
  sources_section(s);
}

}  // namespace fm::reports

#include "reports/findings.hpp"

#include <algorithm>

namespace fm::reports {

namespace {

constexpr double shown_cause = .5, open_alternative = .3;

/// Whether a row of the case is what the agent says now: its title is the statement, perhaps cut.
bool is_row_of(const cases::hypothesis_record& row, const agent::hypothesis& h) {
  return row.origin.starts_with("agent:") && !row.title.empty() && h.statement.text.starts_with(row.title);
}

bool refuted_by_people(const material& from, const agent::hypothesis& h) {
  return std::any_of(from.hypotheses.begin(), from.hypotheses.end(), [&](const auto& row) {
    return is_row_of(row, h) && row.status == "refuted" && h.likelihood >= open_alternative;
  });
}

/// The best of those that people stated and validated.
const cases::hypothesis_record* validated_by_people(const material& from) {
  const cases::hypothesis_record* out = nullptr;
  for (const auto& row : from.hypotheses)
    if (row.validated && !row.origin.starts_with("agent:"))
      if (!out || row.confidence > out->confidence) out = &row;
  return out;
}

}  // namespace

bool is_effect(const agent::claim& c) { return c.form.starts_with("it would explain"); }
bool is_change_before(const agent::claim& c) { return c.form.starts_with("just before it"); }

std::string quoted(const agent::claim& c) {
  for (const auto& s : c.slots)
    if (s.name == "quote") return s.value;
  return c.text;
}

findings findings_of(const material& from) {
  findings out;
  out.story = story_of(from.the_case.metadata);
  if (from.investigated)
    for (const auto& h : from.found.hypotheses) {
      if (refuted_by_people(from, h))
        out.overruled.push_back(&h);
      else if (!out.best && h.likelihood >= shown_cause && from.found.verdict == agent::verdict::problem)
        out.best = &h;
      else if (h.likelihood >= open_alternative)
        out.others.push_back(&h);
    }
  out.validated = validated_by_people(from);
  if (out.validated)
    out.source = cause_source::people;
  else if (out.best)
    out.source = cause_source::evidence;
  else if (!from.investigated && !out.story.concluded.statement.empty())
    out.source = cause_source::earlier;
  return out;
}

}  // namespace fm::reports

#include "cases/case_change.hpp"

#include "cases/case_metadata.hpp"
#include "investigation/turn.hpp"

namespace fm::cases {

void enter_status(case_record& c, std::string_view to, std::string_view by, bool automatic,
                  std::string_view reason, micros now) {
  case_metadata metadata(c.metadata);
  metadata.add_status_change(
      {.from = c.status, .to = to, .at = now, .by = by, .automatic = automatic, .reason = reason});
  if (to == "investigating") investigation::catch_up(metadata.state());
  c.metadata = metadata.text();
  c.status = to;
  if (to == "closed" && c.closure_reason.empty()) c.closure_reason = "resolved";
  if (to == "resolved" && c.resolved == 0) c.resolved = now;
  if (to == "closed" && c.closed == 0) c.closed = now;
}

namespace {

/// Why a case is closed that nobody gave a reason for.
std::string usual_reason(const case_record& c) {
  if (c.status == "consulting") return "inquiry_only";
  if (c.status == "resolved") return "resolved";
  case_metadata metadata(c.metadata);
  const bool known = metadata.state().progress.has(investigation::milestone::root_cause_identified);
  return known ? "solution_deferred" : "closed_insufficient_evidence";
}

}  // namespace

void close(case_record& c, const close_case& m, std::string_view by, bool automatic, micros now) {
  c.closure_reason = m.resolution.empty() ? usual_reason(c) : m.resolution;
  auto reason = m.resolution;
  if (!m.notes.empty()) reason += (reason.empty() ? "" : ": ") + m.notes;
  enter_status(c, "closed", by, automatic, reason, now);
  case_metadata metadata(c.metadata);
  json::value closing{json::object{}};
  if (!m.resolution.empty()) closing.set("resolution", m.resolution);
  if (!m.notes.empty()) closing.set("resolution_notes", m.notes);
  if (!m.resolved_by.empty()) closing.set("resolved_by", m.resolved_by);
  metadata.set("closing", std::move(closing));
  c.metadata = metadata.text();
}

void apply(case_record& c, const update_case& m) {
  if (m.title.given) {
    c.title = m.title.text;
    c.title_kind = "given";
  }
  if (m.description.given) c.description = m.description.text;
  if (m.priority.given) c.priority = m.priority.text;
  if (m.category.given) c.category = m.category.text;
  if (m.has_tags) c.tags = m.tags;
}

void touch(case_record& c, micros now) {
  // Later than before even when the clock was set back: lists are ordered by it.
  c.updated = now > c.updated ? now : c.updated + 1;
  ++c.version;
}

}  // namespace fm::cases

#include "cases/case_change.hpp"

#include "cases/case_metadata.hpp"

namespace fm::cases {

void enter_status(case_record& c, std::string_view to, std::string_view by, bool automatic,
                  std::string_view reason, micros now) {
  case_metadata metadata(c.metadata);
  metadata.add_status_change(
      {.from = c.status, .to = to, .at = now, .by = by, .automatic = automatic, .reason = reason});
  c.metadata = metadata.text();
  c.status = to;
  if (to == "resolved" && c.resolved == 0) c.resolved = now;
  if (to == "closed" && c.closed == 0) c.closed = now;
}

void apply(case_record& c, const update_case& m) {
  if (m.title.given) c.title = m.title.text;
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

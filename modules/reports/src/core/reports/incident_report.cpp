#include "reports/report_kinds.hpp"

#include <utility>

namespace fm::reports {

void write_incident_report(const subject& s) {
  s.to.heading("Summary");
  case_table(s);
  description(s);
  s.to.paragraph(cause_sentence(s));
  timeline_section(s);
  impact_section(s);
  root_cause_section(s);
  resolution_section(s);
  follow_up_section(s, "Follow-ups");
  sources_section(s);
}

}  // namespace fm::reports

#pragma once
// The three reports.
#include "reports/sections.hpp"

namespace fm::reports {

void write_incident_report(const subject& s);
void write_runbook(const subject& s);
void write_post_mortem(const subject& s);

}  // namespace fm::reports

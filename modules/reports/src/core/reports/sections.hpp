#pragma once
// The parts that several reports have in common.
#include "reports/findings.hpp"
#include "reports/page_writer.hpp"

#include <fm/reports/messages.hpp>

namespace fm::reports {

/// Everything that a section is written from.
struct subject {
  const material& from;
  const findings& found;
  page_writer& to;
};

/// The case in figures: status, priority, times.
void case_table(const subject& s);
void description(const subject& s);
void timeline_section(const subject& s);
void impact_section(const subject& s);
/// The cause with its confidence, what speaks for and against it, and what else is open.
void root_cause_section(const subject& s);
void resolution_section(const subject& s);
/// What is still to do, under the given heading.
void follow_up_section(const subject& s, const std::string& heading);
/// The files, the runbooks and the limits of what was read.
void sources_section(const subject& s);

/// One sentence about the cause, for a summary.
document::rich cause_sentence(const subject& s);
/// The recorded solutions as list items, of those that were carried out or of the others.
std::vector<document::rich> solutions(const subject& s, bool implemented);
/// The steps of a solution below its title.
void solution_steps(const subject& s, const cases::solution_record& solution);
/// Suggestions of the investigation.
std::vector<document::rich> suggestions(const subject& s);
bool is_over(const cases::case_record& c);

}  // namespace fm::reports

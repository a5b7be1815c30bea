#pragma once
// Composes a report of a case.
#include <fm/reports/messages.hpp>

#include <string>

namespace fm::reports {

/// The report of that type: its title, its Markdown and the document for print. Says nothing that the
/// material does not say; what it does not say is named as not known.
composed compose(const std::string& type, const material& from);

/// What the evidence is asked for a report: the question behind the working conclusion, or the last one that
/// was answered, or what is wrong.
std::string question_for(const cases::case_record& the_case, const std::vector<cases::case_message>& said);

}  // namespace fm::reports

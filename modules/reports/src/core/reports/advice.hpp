#pragma once
// Which reports make sense now.
#include <fm/knowledge/messages.hpp>
#include <fm/reports/messages.hpp>

#include <string>
#include <vector>

namespace fm::reports {

/// How similar a stored document must be to serve instead of a new runbook, or to be looked at first.
inline constexpr double reuse_from = .85, review_from = .65;

/// What is searched for in the knowledge base: the title and the conclusion of the case.
std::string runbook_query(const cases::case_record& the_case);

/// `existing` is all versions of the case's reports; `hits` is what the knowledge base has, best first.
report_advice advise(const cases::case_record& the_case, std::vector<report_record> existing,
                     const std::vector<knowledge::search_hit>& hits);

/// How many more versions of a type there can be.
std::uint32_t versions_left(const std::vector<report_record>& existing, std::string_view type);

/// Why there is no further version.
std::string full_text(std::string_view type);

}  // namespace fm::reports

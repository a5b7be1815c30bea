#pragma once
// The SQL of lists, searches and numbers over many cases.
#include "fm/cases/overview.hpp"

#include <fm/agent/case_port.hpp>
#include <fm/providers/db.hpp>

#include <cstdint>
#include <string>
#include <vector>

namespace fm::cases::store {

/// A page of the cases of one owner, last changed first, and one case more when there is one.
db::operation list_cases(const std::string& owner, const cases::list_cases& m);
db::operation count_cases(const std::string& owner, const std::string& status, const std::string& priority);
db::operation search_cases(const std::string& owner, const cases::search_cases& m);
/// The page out of such rows.
case_page page_of(db::row_set&& rows, std::uint32_t limit);

db::operation counts(const std::string& owner);
std::vector<case_count> counts_of(const db::row_set& rows);
db::operation resolved_since(const std::string& owner, micros since);
db::operation created_since(const std::string& owner, micros since);
/// How many cases were resolved, and after how many seconds all in all.
db::operation resolution_time(const std::string& owner);

/// What happened to how many cases by day: `what` is created, resolved or closed.
db::operation days(const std::string& owner, const std::string& what, micros since);
/// Numbers of hypotheses and solutions, times of the first question and the first answer.
db::operation parts_of_case(const std::string& case_id);

/// The latest cases of an owner with what is needed to tell which are alike; texts are cut.
db::operation past_cases(const std::string& owner, std::uint32_t limit);
/// Hypotheses of those cases that were not given up, the best of each case first.
db::operation past_hypotheses(const std::string& owner, std::uint32_t limit);
db::operation past_solutions(const std::string& owner, std::uint32_t limit);
/// The cases out of such rows. A hypothesis is a root cause when it was validated or is more likely than not.
std::vector<agent::past_case> past_cases_of(const db::row_set& cases, const db::row_set& hypotheses,
                                            const db::row_set& solutions);

}  // namespace fm::cases::store

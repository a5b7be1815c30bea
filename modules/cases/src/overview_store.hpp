#pragma once
// The SQL of lists, searches and numbers over many cases.
#include "fm/cases/overview.hpp"

#include <fm/providers/db.hpp>

#include <string>

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

}  // namespace fm::cases::store

#pragma once
// The SQL of the cases module: operations out of its records, records out of rows.
#include "fm/cases/messages.hpp"

#include <fm/providers/db.hpp>

#include <string>
#include <vector>

namespace fm::cases::store {

db::operation insert_case(const case_record& c);
db::operation case_by_id(const std::string& id);
/// Writes every column; `c.version` is the new version and the stored one must be one less.
db::operation update_case(const case_record& c);
db::operation delete_case(const std::string& id);
/// A page of the cases of one owner, last changed first; `status` may be empty.
db::operation list_cases(const std::string& owner, const std::string& status, std::uint32_t limit,
                         std::uint64_t offset);
db::operation count_cases(const std::string& owner, const std::string& status);
case_record case_of(db::row&& r);

db::operation insert_message(const case_message& m);
db::operation set_message_state(const std::string& id, const std::string& state);
/// Questions that nobody is answering any more.
db::operation fail_asked_messages();
db::operation list_messages(const std::string& case_id, std::uint32_t limit, std::uint64_t offset);
db::operation count_messages(const std::string& case_id);
case_message message_of(const db::row& r);

db::operation insert_hypothesis(const hypothesis_record& h);
db::operation update_hypothesis(const hypothesis_record& h);
db::operation hypothesis_by_id(const std::string& case_id, const std::string& id);
db::operation list_hypotheses(const std::string& case_id);
hypothesis_record hypothesis_of(const db::row& r);

db::operation insert_solution(const solution_record& s);
db::operation list_solutions(const std::string& case_id);
solution_record solution_of(const db::row& r);

}  // namespace fm::cases::store

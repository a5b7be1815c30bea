#pragma once
// The SQL of what belongs to a case: messages, hypotheses, solutions.
#include "fm/cases/records.hpp"

#include <fm/providers/db.hpp>

#include <string>

namespace fm::cases::store {

db::operation insert_message(const case_message& m);
db::operation set_message_state(const std::string& id, const std::string& state);
/// Questions that nobody is answering any more.
/// Of those that were asked before.
db::operation fail_asked_messages(micros before);
/// The questions of a case, the last one first.
db::operation latest_questions(const std::string& case_id, std::uint32_t most);
/// Messages that wait for an answer, oldest first, each with the owner of its case behind its columns.
db::operation asked_messages(std::uint32_t most);
db::operation list_messages(const std::string& case_id, std::uint32_t limit, std::uint64_t offset);
/// Questions, each with the id of its answer behind its own columns.
db::operation list_questions(const std::string& case_id, std::uint32_t limit, std::uint64_t offset);
db::operation count_questions(const std::string& case_id);
db::operation message_by_id(const std::string& id);
db::operation answer_of(const std::string& case_id, const std::string& question_id);
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

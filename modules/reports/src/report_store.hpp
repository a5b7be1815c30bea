#pragma once
// The SQL of the reports module: operations out of its records, records out of rows.
#include "fm/reports/messages.hpp"

#include <fm/providers/db.hpp>

#include <string>
#include <vector>

namespace fm::reports::store {

const db::schema& schema();

/// Inserts the next version of its type: one row with its number, or none when there are as many as are kept.
db::operation insert(const report_record& r);
/// All reports of a case without their content, by type and then newest first.
db::operation of_case(const std::string& case_id);
db::operation read(const std::string& id);
/// Unless it is linked.
db::operation remove(const std::string& id);
/// Expects every one to be of that case.
db::operation link(const std::string& case_id, const std::vector<std::string>& ids);

report_record record_of(const db::row& row);
std::vector<report_record> records_of(const db::row_set& rows);

}  // namespace fm::reports::store

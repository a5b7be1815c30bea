#pragma once
// The SQL of cases: operations out of records, records out of rows. A change of a case is several operations,
// of one unit: its row, what is kept apart from it, and the numbers that are counted as they change.
#include "fm/cases/messages.hpp"

#include <fm/providers/db.hpp>

#include <string>
#include <vector>

namespace fm::cases::store {

using operations = std::vector<db::operation>;

/// The number of the next case of a user without a title on a day (days since 1970), as the one row it
/// returns.
db::operation count_day(const std::string& owner, std::int64_t day);
operations insert_case(const case_record& c);
/// One case without its context and metadata, and with them.
db::operation case_by_id(const std::string& id);
db::operation whole_case_by_id(const std::string& id);
/// Adds what turns the stored case into `after`, whose version is the next one of `before`.
void add_update(operations& unit, const case_record& before, const case_record& after);
operations delete_case(const case_record& c);
/// A row of a list, or of one case, with or without context and metadata.
case_record case_of(db::row&& r);

/// Cases of an older schema that no search finds yet.
db::operation unsearchable_cases(std::uint32_t limit);
operations make_searchable(const case_record& c);

}  // namespace fm::cases::store

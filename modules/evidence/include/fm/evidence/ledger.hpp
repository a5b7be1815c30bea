#pragma once
// What the case module puts into the unit that deletes a case, so that evidence which came while the case was
// being emptied goes with it, and its files are known.
#include <fm/providers/db.hpp>

#include <string>
#include <vector>

namespace fm::evidence {

/// Deletes what evidence a case has still, with the last operation.
inline std::vector<db::operation> forget_case(const std::string& case_id) {
  return {{"evidence.note_files_of_case", {case_id}}, {"evidence.forget_case", {case_id}}};
}

/// The files of what that operation deleted, but for those that evidence of other cases uses too.
inline std::vector<std::string> files_of_forgotten(const db::row_set& rows) {
  std::vector<std::string> out;
  for (const auto& row : rows.rows)
    if (row.at(1).integer == 0) out.push_back(row.at(0).bytes);
  return out;
}

}  // namespace fm::evidence

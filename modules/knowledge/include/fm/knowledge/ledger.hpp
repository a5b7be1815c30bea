#pragma once
// What the case module puts into the unit that deletes a case, so that documents which came while the case
// was being emptied go with it, and their files are known.
#include <fm/providers/db.hpp>

#include <string>
#include <vector>

namespace fm::knowledge {

/// Deletes what documents a case has still, and their older versions, with the last two operations.
inline std::vector<db::operation> forget_case(const std::string& case_id) {
  return {{"knowledge.note_files_of_case", {case_id}},
          {"knowledge.forget_versions_of_case", {case_id}},
          {"knowledge.forget_case", {case_id}}};
}

/// The files of what one of those two deleted.
inline std::vector<std::string> files_of_forgotten(const db::row_set& rows) {
  std::vector<std::string> out;
  for (const auto& row : rows.rows)
    for (const auto& key : row)
      if (!key.bytes.empty()) out.push_back(key.bytes);
  return out;
}

}  // namespace fm::knowledge

#pragma once
// The file of an exported case: `{"schema": "faultmaven.case", "schema_version": 1, ...}`.
#include <fm/cases/records.hpp>

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace fm::cases {

inline constexpr std::size_t most_file_messages = 10'000;

/// What a file holds.
struct case_parts {
  case_record record;
  std::vector<case_message> messages;
  std::vector<hypothesis_record> hypotheses;
  std::vector<solution_record> solutions;
};

std::string write_case_file(const case_parts& parts, micros now);

/// Reads a file; `problem` is a sentence that names what is wrong first, empty when all is well. Ids are
/// those of the file; times that lie behind `now` are `now`.
struct read_case {
  case_parts parts;
  std::string problem;
};
read_case read_case_file(std::string_view text, micros now);

}  // namespace fm::cases

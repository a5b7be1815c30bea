#pragma once
// Cases as files: out of one server, into the same or another one.
#include <fm/cases/records.hpp>

#include <string>

namespace fm::cases {

struct case_file {
  std::string case_id;
  std::string text;  ///< JSON
};
/// Everything of a case but its evidence, as one JSON file; `too_large` beyond 10,000 messages.
struct export_case {
  using reply_type = case_file;
  static constexpr auto timeout = 60 * second;
  std::string case_id;
};
/// Makes a case of the caller out of such a file, with ids of its own; `invalid` names what is wrong in it.
struct import_case {
  using reply_type = case_record;
  static constexpr auto timeout = 60 * second;
  std::string text;
};

}  // namespace fm::cases

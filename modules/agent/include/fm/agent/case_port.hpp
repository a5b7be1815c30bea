#pragma once
// What the module asks about cases, of whoever keeps them.
#include <cstdint>
#include <string>
#include <vector>

namespace fm::agent {

/// What an earlier case was about and how it ended.
struct past_case {
  std::string id;
  std::string title;
  std::string problem;
  std::string status;
  std::string closure_reason;
  std::string root_cause;              ///< empty while none is known
  std::vector<std::string> solutions;  ///< title and description
  std::int64_t updated = 0;            ///< microseconds since 1970 UTC
};
struct past_cases {
  std::vector<past_case> cases;  ///< last changed first, the present one left out
  past_case present;
  bool more = false;  ///< there are older ones, which were not read
};
/// The caller's other cases, and the present one; `not_found` when that is not the caller's.
struct look_at_past_cases {
  using reply_type = past_cases;
  std::string case_id;
  std::uint32_t most = 500;
};

}  // namespace fm::agent

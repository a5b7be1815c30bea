#pragma once
// What the module asks about a case, of whoever keeps the cases. Somebody else's case is `not_found`.
#include <cstdint>
#include <string>
#include <vector>

namespace fm::evidence {

struct case_standing {
  std::string status;  ///< "consulting", "investigating", "resolved", "closed"
  std::uint32_t turns = 0;
};
struct look_at_case {
  using reply_type = case_standing;
  std::string case_id;
};

/// A hypothesis, as far as it tells on what it rests.
struct case_hypothesis {
  std::string id;
  std::string title;
  std::string description;
  std::string status;
  std::string origin;      ///< "user", or what the agent knows it by
  double confidence = -1;  ///< 0..1; negative when nobody said
};
struct case_hypotheses {
  std::vector<case_hypothesis> hypotheses;
};
struct look_at_hypotheses {
  using reply_type = case_hypotheses;
  std::string case_id;
};

}  // namespace fm::evidence

#pragma once
// What the module asks about a case, of whoever keeps the cases. Somebody else's case is `not_found`.
#include <string>

namespace fm::knowledge {

struct case_standing {
  std::string status;  ///< "consulting", "investigating", "resolved", "closed"
};
struct look_at_case {
  using reply_type = case_standing;
  std::string case_id;
};

}  // namespace fm::knowledge

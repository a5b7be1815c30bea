#pragma once
// The tools over a case: checks a call, has what it needs fetched, and lets the core render it.
#include "fm/actors/step.hpp"
#include "fm/agent/messages.hpp"

#include <string>

namespace fm::agent {

struct tools_state {
  using takes = fm::takes<list_tools, run_tool>;
  std::string zone = "UTC";  ///< of times in the evidence that name none
};

tool_list on(tools_state& s, list_tools m, effects& fx);
/// Fails with `not_found` for a case that is not the caller's, `timeout` beyond the tool's deadline, and as
/// what it asks fails. Each call of a tool that there is leaves a record in the audit log.
flow<tool_result> on(tools_state& s, run_tool m, effects& fx);

}  // namespace fm::agent

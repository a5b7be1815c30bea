#pragma once
// The tool timeline.
#include "tools/call.hpp"

namespace fm::agent::tools {

plan<evidence::find_runs> plan_timeline(const call& c, const evidence::case_files& files);
tool_result show_timeline(const plan<evidence::find_runs>& asked, const evidence::runs_found& found,
                          const evidence::case_files& files);

}  // namespace fm::agent::tools

#pragma once
// The rows of the tools.
#include <fm/agent/messages.hpp>
#include <fm/http/route.hpp>

namespace fm::http {

/// GET /agent/tools and POST /agent/tools/execute.
route_table tool_routes(actors::system& sys, const actors::handle<agent::list_tools, agent::run_tool>& tools);

}  // namespace fm::http

#pragma once
// Search and statistics over the live sessions of one user.
#include "sessions/session_rules.hpp"

#include <string_view>

namespace fm::sessions {

/// "mobile", "tablet" or "desktop", told by the User-Agent.
std::string_view device_of(std::string_view agent);

sessions_found found_in(const session_map& live, const search_sessions& asked);
session_statistics statistics_of(const session_map& live);

}  // namespace fm::sessions

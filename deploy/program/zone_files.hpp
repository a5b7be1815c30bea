#pragma once
// Time zones by name, from the system's zone files.
#include "evidence/time_zone.hpp"

#include <cstdint>
#include <optional>
#include <string>

namespace fm::program {

/// `UTC`, `+02:00`, or an IANA name that /usr/share/zoneinfo holds; nothing for anything else.
std::optional<evidence::time_zone> find_zone(const std::string& name);

/// Reads one point in time into microseconds UTC; false when `text` is none.
bool read_time(const std::string& text, const evidence::time_zone& zone, std::int64_t& out);

}  // namespace fm::program

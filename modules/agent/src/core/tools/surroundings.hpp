#pragma once
// What stands around the lines of a result. Who redacts it needs that: alone, a line of a key or a value in a
// list of secrets does not tell what it is.
#include "tools/call.hpp"

#include <string>
#include <vector>

namespace fm::agent::tools {

/// The ranges to read: around the lines of the result, and the heads of their files, which name columns and
/// kinds. At most `most_ranges`, those of the first lines before others.
inline constexpr std::size_t most_ranges = 12;
std::vector<evidence::read_lines> plan_surroundings(const tool_result& shown,
                                                    const evidence::case_files& files);

/// The lines that were read, one below the other, at most `most` bytes of them.
std::string surroundings_of(const evidence::lines_read& found, std::size_t most);

}  // namespace fm::agent::tools

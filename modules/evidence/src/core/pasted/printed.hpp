#pragma once
// The text as the commands printed it: what terminals and the logs of jobs put around their lines is left
// out.
#include <cstddef>
#include <string>
#include <string_view>

namespace fm::evidence {

/// The length of a time in front of a line of a CI job's log, with the blank behind it; 0 for none.
std::size_t job_time(std::string_view line);

/// The line without such a time and the colours at its beginning.
std::string_view bare_beginning(std::string_view line);

/// The text without colours, and without the times that a CI job puts before each line. Lines keep their
/// numbers.
std::string as_printed(std::string_view text);

}  // namespace fm::evidence

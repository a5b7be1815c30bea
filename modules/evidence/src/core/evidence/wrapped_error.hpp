#pragma once
// The innermost of an error message that wraps others.
#include <cstddef>
#include <string>
#include <string_view>

namespace fm::evidence {

inline constexpr std::size_t longest_cause = 600;  ///< in bytes

/// What a message of the form `a: b: c` says last, with as much of what stands before it as makes it a
/// statement; `err="..."` and `error=...` fields, `nested exception is` and `--->` lead inwards as well.
/// Never longer than `longest_cause`, and never cut where the innermost part itself fits. Empty when the
/// message wraps nothing.
std::string innermost_part(std::string_view message);

/// `text` as a cause: whole when it fits, else its innermost part.
std::string as_cause(std::string_view text);

}  // namespace fm::evidence

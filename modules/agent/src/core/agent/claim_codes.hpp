#pragma once
// What the codes and signs of a line of evidence stand for.
#include <string>
#include <string_view>

namespace fm::agent {

/// What the codes of a line (lower case) stand for, as words: HTTP status, errno, exit status, and the
/// product whose lines read so.
std::string meaning_of_codes(std::string_view line);

}  // namespace fm::agent

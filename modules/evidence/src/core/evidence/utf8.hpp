#pragma once
// UTF-8 (RFC 3629): validation at memory speed and encoding of single characters.
#include <fm/utf8/valid.hpp>

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace fm::evidence {

/// The length of the longest prefix that is valid UTF-8.
std::size_t valid_utf8_prefix(std::string_view text);

/// Writes one character at `to` (room for 4 bytes) and returns the bytes written; surrogates and values
/// beyond U+10FFFF become U+FFFD.
std::size_t put_utf8(std::uint32_t character, char* to);

}  // namespace fm::evidence

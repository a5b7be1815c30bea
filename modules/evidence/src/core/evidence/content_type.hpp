#pragma once
// Tells text from archives, pictures and programs by the first bytes of a file.
#include <cstdint>
#include <string_view>

namespace fm::evidence {

/// How the text of a file is written.
enum class text_encoding : std::uint8_t { utf8, utf16_le, utf16_be, windows_1252 };

/// True for the two magic bytes of a gzip member (RFC 1952).
bool is_gzip(std::string_view head);

/// Why a file that begins with `head` cannot be read and what to do instead; empty when it is text.
/// Looks at magic numbers, and at the first 8 KB for content that is not text.
std::string_view refusal(std::string_view head);

/// The encoding of a text and the length of its byte order mark, decided from its first 64 KB.
struct encoding_guess {
  text_encoding encoding = text_encoding::utf8;
  std::size_t mark = 0;
};
encoding_guess guess_encoding(std::string_view head);

}  // namespace fm::evidence

#pragma once
// UTF-8 as far as reading and splitting of words need it.
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace fm::knowledge {

/// The code point that starts at `text[at]` and its length; `length` is 0 where the bytes are no valid UTF-8.
struct code_point {
  std::uint32_t value = 0;
  std::size_t length = 0;
};

/// Decodes one code point (RFC 3629: no overlong forms, no surrogates).
code_point decode_utf8(std::string_view text, std::size_t at);

/// The text with invalid bytes as U+FFFD, control characters except tab and line feed as blanks, and without
/// a byte order mark. Line feeds keep their number and order, so that line numbers stay true.
std::string clean_utf8(std::string_view bytes);

/// True for code points that are part of a word: letters and digits of any script (approximated by blocks).
bool is_word_code_point(std::uint32_t value);

/// Appends `value` in lower case and without its accent where it is a Latin, Greek or Cyrillic letter.
void append_folded(std::uint32_t value, std::string& out);

/// The largest cut position <= `at` that does not split a code point.
std::size_t floor_utf8(std::string_view text, std::size_t at);

}  // namespace fm::knowledge

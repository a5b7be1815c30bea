#pragma once
// What is UTF-8 (RFC 3629), and what stands in for what is not.
#include "fm/utf8/word.hpp"

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>

namespace fm {

/// The length of the sequence that begins `text`: 1 to 4 when valid, 0 when invalid, and -1 when `text` ends
/// before it is decided. `text` is not empty.
constexpr int utf8_sequence(std::string_view text) {
  const auto at = [text](std::size_t i) { return static_cast<unsigned char>(text[i]); };
  const unsigned char first = at(0);
  if (first < 0x80) return 1;
  if (first < 0xC2 || first > 0xF4) return 0;
  const int length = first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4;
  // The second byte excludes overlong forms, surrogates and values beyond U+10FFFF.
  const unsigned char low = first == 0xE0 ? 0xA0 : first == 0xF0 ? 0x90 : 0x80;
  const unsigned char high = first == 0xED ? 0x9F : first == 0xF4 ? 0x8F : 0xBF;
  for (int i = 1; i < length; ++i) {
    if (static_cast<std::size_t>(i) >= text.size()) return -1;
    const unsigned char c = at(static_cast<std::size_t>(i));
    if (i == 1 ? (c < low || c > high) : (c & 0xC0) != 0x80) return 0;
  }
  return length;
}

/// Where the first byte stands that belongs to no valid sequence; the size of the text when there is none.
inline std::size_t first_invalid_byte(std::string_view text, std::size_t from = 0) {
  // Nearly everything is ASCII, so that what is looked at together is more than one word.
  for (std::uint64_t words[4]; text.size() - from >= sizeof words; from += sizeof words) {
    std::memcpy(words, text.data() + from, sizeof words);
    if (((words[0] | words[1] | words[2] | words[3]) & top_of_each_byte) != 0) break;
  }
  while (from < text.size()) {
    std::uint64_t word;
    if (text.size() - from >= sizeof word) {
      std::memcpy(&word, text.data() + from, sizeof word);
      if ((word & top_of_each_byte) == 0) {
        from += sizeof word;
        continue;
      }
    }
    const int length = utf8_sequence(text.substr(from));
    if (length <= 0) return from;
    from += static_cast<std::size_t>(length);
  }
  return text.size();
}

/// The text with U+FFFD in the place of each byte that belongs to no valid sequence.
inline std::string repaired_utf8(std::string_view text) {
  std::string out;
  for (std::size_t from = 0; from < text.size();) {
    const auto bad = first_invalid_byte(text, from);
    out.append(text, from, bad - from);
    if (bad < text.size()) out += "\xEF\xBF\xBD";
    from = bad + 1;
  }
  return out;
}

}  // namespace fm

#pragma once
// The beginning of a text, never with half of a character.
#include <cstddef>
#include <string_view>

namespace fm {

constexpr bool continues_character(char c) { return (static_cast<unsigned char>(c) & 0xC0) == 0x80; }

/// At most `most` bytes of UTF-8 (RFC 3629) that end with a whole character.
constexpr std::string_view first_bytes(std::string_view text, std::size_t most) {
  if (text.size() <= most) return text;
  while (most > 0 && continues_character(text[most])) --most;
  return text.substr(0, most);
}

/// At most `most` characters of UTF-8.
constexpr std::string_view first_characters(std::string_view text, std::size_t most) {
  std::size_t seen = 0, i = 0;
  for (; i < text.size(); ++i)
    if (!continues_character(text[i]) && seen++ == most) break;
  return text.substr(0, i);
}

}  // namespace fm

#include "evidence/utf8.hpp"

#include "evidence/cpu_clones.hpp"

#include <cstddef>

namespace fm::evidence {

namespace {

/// The length of the ASCII beginning of `p[0..n)`, in whole blocks of 128 bytes.
FM_CPU_CLONES std::size_t ascii_blocks(const char* p, std::size_t n) {
  constexpr std::size_t block = 128;
  std::size_t i = 0;
  for (; i + block <= n; i += block) {
    unsigned char any = 0;
    for (std::size_t k = 0; k < block; ++k) any |= static_cast<unsigned char>(p[i + k]);
    if (any >= 0x80) break;
  }
  return i;
}

}  // namespace

std::size_t valid_utf8_prefix(std::string_view text) {
  const char* p = text.data();
  const std::size_t n = text.size();
  std::size_t i = 0;
  while (i < n) {
    i += ascii_blocks(p + i, n - i);
    const std::size_t stop = i + 128 < n ? i + 128 : n;
    while (i < stop) {
      if (static_cast<unsigned char>(p[i]) < 0x80) {
        ++i;
        continue;
      }
      const int length = utf8_sequence(text.substr(i));
      if (length <= 0) return i;
      i += static_cast<std::size_t>(length);
    }
  }
  return i;
}

std::size_t put_utf8(std::uint32_t c, char* to) {
  if (c > 0x10FFFF || (c >= 0xD800 && c < 0xE000)) c = 0xFFFD;
  const auto put = [&](std::size_t i, std::uint32_t v) { to[i] = static_cast<char>(v); };
  if (c < 0x80) {
    put(0, c);
    return 1;
  }
  if (c < 0x800) {
    put(0, 0xC0 | (c >> 6));
    put(1, 0x80 | (c & 0x3F));
    return 2;
  }
  if (c < 0x10000) {
    put(0, 0xE0 | (c >> 12));
    put(1, 0x80 | ((c >> 6) & 0x3F));
    put(2, 0x80 | (c & 0x3F));
    return 3;
  }
  put(0, 0xF0 | (c >> 18));
  put(1, 0x80 | ((c >> 12) & 0x3F));
  put(2, 0x80 | ((c >> 6) & 0x3F));
  put(3, 0x80 | (c & 0x3F));
  return 4;
}

}  // namespace fm::evidence

#pragma once
// Tests of eight bytes at once, by the tests for zero and small bytes in a word of "Bit Twiddling Hacks"
// (S. E. Anderson). A borrow can only make a byte above a true one look true as well.
#include <cstdint>

namespace fm {

inline constexpr std::uint64_t one_in_each_byte = 0x0101010101010101u;
inline constexpr std::uint64_t top_of_each_byte = 0x8080808080808080u;

/// Whether a byte is below `n`, which is at most 0x80.
constexpr bool any_below(std::uint64_t word, std::uint8_t n) {
  return ((word - one_in_each_byte * n) & ~word & top_of_each_byte) != 0;
}
/// Whether a byte is `c`.
constexpr bool any_is(std::uint64_t word, std::uint8_t c) {
  return any_below(word ^ one_in_each_byte * c, 1);
}

}  // namespace fm

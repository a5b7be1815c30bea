#pragma once
// Colours and other terminal control sequences (ECMA-48 CSI) in captured output.
#include <cstddef>
#include <string_view>

namespace fm::evidence {

inline constexpr std::size_t longest_control_sequence = 32;

/// The length of the sequence that an escape at `text[0]` begins: 0 when it begins none, npos when `text`
/// ends before that is decided.
inline std::size_t control_sequence(std::string_view text) {
  if (text.size() < 2) return std::string_view::npos;
  if (text[1] != '[') return 0;
  for (std::size_t i = 2; i < text.size() && i < longest_control_sequence; ++i) {
    if (text[i] >= 0x40 && text[i] <= 0x7E) return i + 1;
    if (text[i] < 0x20 || text[i] > 0x3F) return 0;
  }
  return text.size() < longest_control_sequence ? std::string_view::npos : 0;
}

}  // namespace fm::evidence

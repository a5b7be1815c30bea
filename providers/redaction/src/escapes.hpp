#pragma once
// Texts whose letters are written as escapes.
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace fm::redaction {

/// The lines of a text that have letters and signs written as \u0061, \x61, %61, &#97; or &#x61;, with these
/// in their place.
struct plain_letters {
  std::string text;               ///< empty when there are no such escapes
  std::vector<std::size_t> from;  ///< where each byte of it, and its end, stood
};

/// Blanks, controls and what is not ASCII stay as they are written; of % only letters, digits, and @ . - _
/// become plain, for the rest parts the fields of addresses.
plain_letters with_plain_letters(std::string_view text);

}  // namespace fm::redaction

#pragma once
// Texts without a difference between capital and small letters.
#include <string>
#include <string_view>

namespace fm {

/// Capital letters of all scripts become small ones (Unicode's simple case folding); what is no valid UTF-8
/// stays as it is.
std::string folded(std::string_view text);

}  // namespace fm

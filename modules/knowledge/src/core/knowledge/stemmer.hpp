#pragma once
// English stemming after M. F. Porter, "Snowball: A language for stemming algorithms" (2001), the algorithm
// known as Porter2.
#include <string>
#include <string_view>

namespace fm::knowledge {

/// The Porter2 stem of a lower-case ASCII word; anything else comes back unchanged.
std::string stem_english(std::string_view word);

}  // namespace fm::knowledge

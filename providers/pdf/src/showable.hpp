#pragma once
// Text as the fonts can show it.
#include "coverage.hpp"

#include <fm/providers/document.hpp>

#include <array>
#include <cstddef>
#include <string>
#include <string_view>

namespace fm::pdf {

/// What each style's font covers.
using coverages = std::array<coverage, 3>;

/// One character of UTF-8 at `at`, which moves behind it; U+FFFD for what is none.
char32_t next_character(std::string_view text, std::size_t& at);
std::string utf8_of(char32_t c);

/// The text with a mark in place of each run of characters that cannot be shown: a few by their numbers, as
/// "[U+4E2D]", many by how many they are. Characters of scripts that join or turn around would be shown
/// wrongly and count as such, as do invisible ones that change the order of others. Tabs become blanks, and
/// so do line ends unless `keeps_lines`. Adds to `marked` how many characters were replaced.
std::string showable(std::string_view text, const coverage& font, bool keeps_lines, std::size_t& marked);

}  // namespace fm::pdf

#pragma once
// Which characters a TrueType font has a glyph for.
#include <bitset>
#include <string_view>

namespace fm::pdf {

/// Of the Basic Multilingual Plane; the library writes no others.
using coverage = std::bitset<0x10000>;

/// Reads the font's character map (format 4); what cannot be read covers nothing.
coverage coverage_of(std::string_view font);

}  // namespace fm::pdf

#pragma once
// Breaks text into lines of a width.
#include <fm/providers/document.hpp>

#include <functional>
#include <string_view>
#include <vector>

namespace fm::pdf {

/// The width of one character in a style, at size 1.
using measure = std::function<double(char32_t, document::style)>;

struct line {
  std::vector<document::run> runs;
  double width = 0;
};

double width_of(std::string_view text, document::style style, const measure& of);

/// The text, which is showable, in lines of at most `width` (at size 1): broken at blanks, and inside of
/// words that are longer than a line. At least one line.
std::vector<line> broken(const document::rich& text, double width, const measure& of);
/// Lines that stay as they are but for their length.
std::vector<line> broken_code(std::string_view text, double width, const measure& of);

}  // namespace fm::pdf

#pragma once
// Text on its way to a model and back.
#include <cstddef>
#include <string>
#include <string_view>

namespace fm::agent {

/// Without characters that move a cursor, turn the direction of a text around or are not seen at all.
std::string harmless(std::string_view text);

/// The same in at most so many bytes, with an ellipsis where it is cut.
std::string one_line(std::string_view text, std::size_t most);

/// Text of the evidence that is to stand between the marks: what could end them early is written in another
/// way.
std::string fenced(std::string text);

}  // namespace fm::agent

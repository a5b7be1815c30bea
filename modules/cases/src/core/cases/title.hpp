#pragma once
// Names for cases, out of words that people or the analysis have said.
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace fm::cases {

/// `Case-MMDD-N` for the N-th case of the day that `time` (microseconds since 1970) lies on.
std::string automatic_title(std::int64_t time, std::int64_t number);

/// Whether a title is worth keeping: three words or more, and none of those that clients make up.
bool says_something(std::string_view title);

/// The first words of a text as a title: one line, without citations and what ends a sentence, at most 255
/// characters. Empty when there are fewer than two words.
std::string title_from(std::string_view text, std::size_t most_words);

}  // namespace fm::cases

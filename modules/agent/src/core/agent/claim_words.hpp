#pragma once
// The words of a sentence about evidence, and which of them name something.
#include <algorithm>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace fm::agent {

/// Whether a list of words has this one.
template <class List>
bool one_of(const List& list, std::string_view word) {
  return std::find(list.begin(), list.end(), word) != list.end();
}

/// A word of a text, without the punctuation around it.
struct text_word {
  std::string_view text;
  std::size_t at = 0;  ///< where it begins
  bool opens_sentence = false;
};

/// Words are what stands between blanks, brackets, quotes and most punctuation; `db-1:5432`, `a/b.c` and
/// `12.5%` are one.
std::vector<text_word> words_of(std::string_view text);

/// A number with what it is counted in: "1,234", "3.5ms", "12%". Nothing when the word is none.
struct stated_number {
  double value = 0;
  int decimals = 0;  ///< as it is written
  std::string unit;  ///< lower case, as written behind the number; empty
  std::string key;   ///< what stands before it in its text, some bytes; empty where that was not read
};
std::optional<stated_number> number_of(std::string_view word);
/// "three" is 3, up to twelve and tens up to sixty; nothing for other words and for "one".
std::optional<double> spelled_number(std::string_view word);

/// Seconds of a unit of time, or bytes of a unit of size, in `scale`; false for other words.
bool time_unit(std::string_view unit, double& seconds);
bool size_unit(std::string_view unit, double& bytes);

/// The word names one thing and no kind of thing: digits with letters, dots, slashes, underscores, inner
/// capitals, a hyphen that no usual word has, capitals that are no usual abbreviation, or a capital within
/// the sentence.
bool names_thing(const text_word& word);

/// Words behind which the name of a thing stands, however plain it looks: "topic refunds".
bool introduces_name(std::string_view lower);

/// Words that say nothing by themselves ("the", "because", "shows").
bool is_filler(std::string_view lower);

}  // namespace fm::agent

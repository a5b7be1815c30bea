#pragma once
// Splits text into words and words into search terms.
#include "knowledge/utf8.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace fm::knowledge {

/// Longer runs without a blank are data (keys, hashes), not words, and are skipped.
inline constexpr std::size_t max_word_bytes = 64;

/// How much a term says by its shape alone.
enum class term_shape : std::uint8_t {
  word,        ///< letters, possibly with digits (`x509`, `s3`)
  number,      ///< three to five digits: status, exit and error codes, ports
  quantity,    ///< other numbers, with or without a unit: `5m`, `99th`, `3%`
  identifier,  ///< letters and digits mixed as in generated names: `7d9f8`
};

/// One search term of a word: stemmed, lower case.
struct term_text {
  std::string text;
  term_shape shape = term_shape::word;
  bool is_part = false;  ///< a piece of a compound such as `KubePodCrashLooping` or `max_connections`
};

/// The terms of one word as `for_each_word` delivers it: a simple word gives one, a compound gives itself in
/// one piece and then its parts, stop words and addresses give none.
std::vector<term_text> terms_of_word(std::string_view word);

/// True for English words without meaning of their own; `word` in lower case.
bool is_stop_word(std::string_view word);

/// True for words that people add when they ask, which say little about the matter ("suddenly", "help").
bool is_weak_word(std::string_view word);

/// Calls `visit(word, offset)` for each word: letters and digits of any script, joined by `_`, inner `-`,
/// inner apostrophes, and dots between digits.
template <class Visitor>
void for_each_word(std::string_view text, Visitor&& visit) {
  auto is_digit = [&](std::size_t i) { return i < text.size() && text[i] >= '0' && text[i] <= '9'; };
  auto word_length = [&](std::size_t i) -> std::size_t {
    if (i >= text.size()) return 0;
    unsigned char c = static_cast<unsigned char>(text[i]);
    if (c < 0x80) return is_word_code_point(c) || c == '_' ? 1 : 0;
    code_point point = decode_utf8(text, i);
    return point.length != 0 && is_word_code_point(point.value) ? point.length : 0;
  };
  for (std::size_t i = 0; i < text.size();) {
    std::size_t length = word_length(i);
    if (length == 0) {
      ++i;
      continue;
    }
    std::size_t from = i;
    while (length != 0) {
      i += length;
      length = word_length(i);
      if (length != 0 || i >= text.size()) continue;
      char c = text[i];
      bool joins =
          (c == '-' || c == '\'') ? word_length(i + 1) != 0 : c == '.' && is_digit(i - 1) && is_digit(i + 1);
      if (joins) length = 1;
      if (text.compare(i, 3, "\u2019") == 0 && word_length(i + 3) != 0) length = 3;
    }
    if (i - from <= max_word_bytes) visit(text.substr(from, i - from), from);
  }
}

}  // namespace fm::knowledge

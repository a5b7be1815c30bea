#pragma once
// Finds which of many words occur in a text.
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace fm::evidence {

/// Looks for four letters of each word, those that stand in the fewest other words (the whole word where it
/// is shorter). A bitmap of their hashes passes over nearly all places of a text, each independent of the one
/// before; at the others the words themselves are compared. The bitmap is small enough to be read fast by
/// whoever comes back to it after other work, as an automaton of all words is not.
class keyword_scanner {
 public:
  static constexpr std::size_t most_bytes = 4'000'000;  ///< of all words
  static constexpr std::size_t most_alike = 250;        ///< words that are compared at one place

  /// `words` in lower case. Without any word where they are longer than `most_bytes`, or more than
  /// `most_alike` have no letters of their own.
  explicit keyword_scanner(const std::vector<std::string>& words);

  /// Whether all words found room.
  bool complete() const { return complete_; }

  /// Numbers of the words that occur in `text`, whatever the case, each once, ascending.
  void find(std::string_view text, std::vector<int>& found) const;

  /// Whether one of the words occurs.
  bool any(std::string_view text) const;

 private:
  struct sought {
    std::uint32_t gram = 0;  // the letters that are looked for
    int word = 0;
    std::uint32_t begin = 0, length = 0;  // of the word, in letters_
    std::uint32_t at = 0;                 // of the letters, in the word
  };
  /// The words of which so many letters are looked for.
  struct grams {
    std::size_t length = 0;
    std::uint32_t mask = 0;  // of so many letters
    std::uint32_t places_mask = 0;
    std::vector<std::uint32_t> bits;   // by place: whether a word has it
    std::vector<std::uint32_t> first;  // into words, by 32 places; one more for the end
    std::vector<sought> words;         // by place
    static std::uint32_t place_of(std::uint32_t gram, std::uint32_t places) {
      return static_cast<std::uint32_t>(gram * 0x9E3779B97F4A7C15u >> 32) & places;
    }
    std::size_t next(const char* text, std::size_t at, std::size_t end) const;
  };

  void choose(grams& of) const;
  bool arrange(grams& of) const;
  bool stands_at(const sought& s, std::string_view text, std::size_t at) const;
  template <class Found>
  bool any_of(std::string_view text, Found found) const;

  std::vector<grams> all_;  // by length
  std::string letters_;     // of all words
  bool complete_ = true;
};

/// The scanner of a list of words.
template <class List>
keyword_scanner scanner_of(const List& list) {
  return keyword_scanner(std::vector<std::string>(list.begin(), list.end()));
}

}  // namespace fm::evidence

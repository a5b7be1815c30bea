#pragma once
// Finds which of many words occur in a text, in one pass.
#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace fm::evidence {

/// Aho and Corasick's automaton (CACM 18(6), 1975) over lower-cased bytes, with a compact alphabet.
class keyword_scanner {
 public:
  /// What the words need grows by some 200 bytes a character that no other word begins with.
  static constexpr std::size_t most_states = 200'000;

  /// `words` in lower case. Without any word where they need more than `most_states`.
  explicit keyword_scanner(const std::vector<std::string>& words);

  /// Whether all words found room.
  bool complete() const { return complete_; }

  /// Numbers of the words that occur in `text`, whatever the case, each once, ascending.
  void find(std::string_view text, std::vector<int>& found) const;

  /// Whether one of the words occurs.
  bool any(std::string_view text) const;

 private:
  using state = std::uint32_t;
  std::array<std::uint8_t, 256> class_of_{};
  std::size_t classes_ = 1;
  static constexpr state ends = 1U << 31;  // of an entry: words end in the state
  std::vector<state> next_;  // [state * classes_ + class]: the next state, times `classes_`, and `ends`
  std::vector<std::vector<int>> words_at_;  // with those of the state's suffixes
  bool complete_ = true;
};

/// The scanner of a list of words.
template <class List>
keyword_scanner scanner_of(const List& list) {
  return keyword_scanner(std::vector<std::string>(list.begin(), list.end()));
}

}  // namespace fm::evidence

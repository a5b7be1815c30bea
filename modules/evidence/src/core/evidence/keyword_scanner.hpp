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
  /// `words` in lower case; at most 65,000 characters together.
  explicit keyword_scanner(const std::vector<std::string>& words);

  /// Numbers of the words that occur in `text`, whatever the case, each once, ascending.
  void find(std::string_view text, std::vector<int>& found) const;

 private:
  using state = std::uint16_t;
  std::array<std::uint8_t, 256> class_of_{};
  std::size_t classes_ = 1;
  std::vector<state> next_;                 // [state * classes_ + class]
  std::vector<std::vector<int>> words_at_;  // with those of the state's suffixes
};

}  // namespace fm::evidence

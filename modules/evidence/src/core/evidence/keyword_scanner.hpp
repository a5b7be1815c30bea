#pragma once
// Finds which of many words occur in a text, in one pass.
#include <array>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace fm::evidence {

/// Aho and Corasick's automaton (CACM 18(6), 1975) over lower-cased bytes, with a compact alphabet. States
/// near the root, where nearly all of a text passes, have a row of all their edges; the others, of which
/// there are many, have those of the trie.
class keyword_scanner {
 public:
  /// Some 20 bytes each, and one for each character that no other word begins with.
  static constexpr std::size_t most_states = 1'000'000;

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
  static constexpr state none = ~state{0};
  static constexpr state ends = state{1} << 31;  // of an edge: words end where it leads
  struct node {
    state child = 0, children_end = 0;  // of the trie, one after the other
    state suffix = 0;                   // the longest proper suffix that is a beginning of a word
    state ending = none;                // into endings_: the longest word that ends here
    std::uint8_t byte = 0;              // class of the edge that leads here
  };
  struct ending_word {
    int word;
    state next;  // a further one that ends there too
  };

  void add_children(state at, const std::vector<std::string>& words,
                    std::vector<std::span<const int>>& ranges, std::size_t depth);
  void add_row(state at);
  state edge_to(state to) const { return nodes_[to].ending == none ? to : to | ends; }
  state next(state at, std::uint8_t byte) const;
  state next_slowly(state at, std::uint8_t byte) const;

  std::array<std::uint8_t, 256> class_of_{};
  std::uint32_t row_bits_ = 0;  // of the length of a row: a power of two
  state rows_ = 0;              // states below have a row
  std::vector<state> edges_;    // of the rows, by state and class
  std::vector<node> nodes_;     // breadth first
  std::vector<ending_word> endings_;
  bool complete_ = true;
};

/// The scanner of a list of words.
template <class List>
keyword_scanner scanner_of(const List& list) {
  return keyword_scanner(std::vector<std::string>(list.begin(), list.end()));
}

}  // namespace fm::evidence

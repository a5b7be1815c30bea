#pragma once
// Many texts looked for at once: the automaton of A. V. Aho and M. J. Corasick (Communications of the ACM 18,
// 1975), one step for each byte.
#include <cstdint>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

namespace fm::redaction {

class text_automaton {
 public:
  struct node {
    std::int32_t fall = 0;      ///< the longest end of this text that begins another one
    std::int32_t value = -1;    ///< number of the longest text that ends here
    std::int32_t goes_on = -1;  ///< number of a text that goes on from here
    std::uint32_t depth = 0;
  };

  text_automaton() { clear(); }
  void clear();
  /// Of texts that begin alike a preferred one is the one that `goes_on`.
  void insert(std::string_view text, std::int32_t number, bool preferred);
  /// Once all are inserted: `shorter` gets, for each number, the next shorter text that ends where it does.
  void link(std::vector<std::int32_t>& shorter);

  std::int32_t step(std::int32_t from, char c) const;
  const node& at(std::int32_t n) const { return nodes_[static_cast<std::size_t>(n)]; }

 private:
  std::vector<node> nodes_;
  std::unordered_map<std::uint64_t, std::int32_t> edges_;
  std::vector<std::vector<std::pair<char, std::int32_t>>> children_;
};

}  // namespace fm::redaction

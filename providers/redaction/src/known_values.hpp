#pragma once
// Values that are known to be secret, looked for all at once: the automaton of A. V. Aho and M. J. Corasick
// (Communications of the ACM 18, 1975), one step for each byte of a text.
#include "finding.hpp"

#include <cstdint>
#include <map>
#include <string>
#include <unordered_map>

namespace fm::redaction {

class known_values {
 public:
  /// Remembers the value with its spellings: without escapes, for JSON, URLs and XML, in base64, and the
  /// lines of a key. Short ones, and words that every system uses, are not remembered.
  void add(std::string_view value, std::string_view word);

  /// Adds where known values stand: whole, or their beginning where a text is cut (at "…", or at the end of a
  /// line).
  void find(const scan& s);

 private:
  struct node {
    std::int32_t fall = 0;    ///< the longest end of this text that begins another value
    std::int32_t value = -1;  ///< the longest value that ends here
    std::uint32_t depth = 0;
    bool secret = false;      ///< a secret goes on from here
  };
  struct entry {
    std::string text;
    std::string_view word;
    bool apart;  ///< only between characters that belong to no word
  };
  void remember(std::string_view text, std::string_view word);
  void build();
  std::int32_t step(std::int32_t from, unsigned char c) const;

  std::map<std::string, std::string_view, std::less<>> values_;
  std::vector<entry> entries_;
  std::vector<node> nodes_;
  std::unordered_map<std::uint64_t, std::int32_t> edges_;
  bool built_ = false;
};

}  // namespace fm::redaction

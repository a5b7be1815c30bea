#pragma once
// Values that are known to be secret, wherever they stand.
#include "finding.hpp"
#include "secret_pieces.hpp"
#include "text_automaton.hpp"

#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace fm::redaction {

class known_values {
 public:
  /// Remembers the value with its spellings: without escapes, for JSON, URLs and XML, in base64, and the
  /// lines of a key. Short ones, and words that every system uses, are not remembered.
  void add(std::string_view value, std::string_view word);

  /// Adds where known values stand: whole, or what is left of them where a text is cut: before or behind "…",
  /// or at the end of a line; and pieces of secrets anywhere.
  void find(const scan& s);

 private:
  /// Where a value is believed: short ones and words stand in other words, too.
  enum class place : std::uint8_t { anywhere, apart, quoted };
  struct entry {
    std::string text;
    std::string_view word;
    place where;
  };
  static place place_of(std::string_view text, std::string_view word);
  void remember(std::string_view text, std::string_view word);
  void build();
  void find_whole(const scan& s, std::size_t end, std::int32_t number, std::size_t& compared) const;
  void find_beginning(const scan& s, std::size_t end, std::int32_t state, bool marked) const;
  void find_ends(const scan& s) const;

  std::map<std::string, std::string_view, std::less<>> values_;
  std::vector<entry> entries_;
  std::vector<std::int32_t> shorter_;  ///< by number: the next that may end where it does
  text_automaton forwards_, backwards_;
  secret_pieces pieces_;
  bool built_ = false;
};

}  // namespace fm::redaction

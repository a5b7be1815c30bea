#pragma once
// Pieces of known secrets, wherever they stand and in whatever case.
#include "finding.hpp"

#include <bitset>
#include <cstdint>
#include <string_view>
#include <unordered_map>

namespace fm::redaction {

/// Windows of eight bytes of the secrets that are known. One step and mostly no look-up for each byte of a
/// text.
class secret_pieces {
 public:
  static constexpr std::size_t length = 8;  ///< bytes of the shortest piece that is found

  /// Remembers the pieces of a secret: of one with blanks or fields those of its parts that look made up.
  void add(std::string_view secret, std::string_view word);
  /// Adds where pieces stand that do not read as words and have a letter.
  void find(const scan& s) const;

 private:
  struct window {
    std::string_view word;
    bool telling = false;  ///< no other text is likely to have it
  };
  void add_part(std::string_view part, std::string_view word);

  std::unordered_map<std::uint64_t, window> windows_;  // by their bytes, in small letters
  static constexpr unsigned filter_bits = 18;
  std::bitset<std::size_t{1} << filter_bits> maybe_;  ///< of what is surely not among them no look-up is made
};

}  // namespace fm::redaction

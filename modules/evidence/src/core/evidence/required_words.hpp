#pragma once
// Which words a message must hold for an expression to match it.
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace fm::evidence {

/// What a match of an expression always holds: at least one word of each group. Words are in lower case and
/// have three letters or more; an expression without groups may match any message.
struct required_words {
  static constexpr std::size_t most_groups = 4;  ///< that are looked for: more would rarely tell more

  std::vector<std::vector<std::string>> groups;
  bool compiles = true;  ///< RE2 takes the expression, its repetitions up to a bound aside
};

/// Works the words out, by asking RE2's prefilter which sets of words let the expression match.
required_words required_words_of(std::string_view expression);

/// The words of an expression of a built-in pack, worked out when the program was built.
struct known_required_words {
  std::uint64_t expression;  ///< `hash_of_expression`
  std::string_view groups;   ///< words end with '\n', groups with a further one
};

/// Those of all built-in packs, by ascending hash (generated).
std::span<const known_required_words> built_in_required_words();

/// FNV-1a, 64 bits.
std::uint64_t hash_of_expression(std::string_view expression);

}  // namespace fm::evidence

#pragma once
// Whether words of a claim tell what the cited lines tell, be it in other words.
#include <string_view>
#include <vector>

namespace fm::agent {

/// Words by which people speak of any evidence and which assert nothing about it ("request", "reports",
/// "about", "value").
bool is_common_word(std::string_view lower);

/// A text in lower case holds the word, one of the same stem, or one that says the same.
bool tells_word(std::string_view meaning, std::string_view lower);

/// The words of a clause (lower case) that `meaning` does not tell and that are not common; neither numbers
/// nor names, which are looked for by themselves.
std::vector<std::string_view> untold_words(std::string_view clause, std::string_view meaning);

}  // namespace fm::agent

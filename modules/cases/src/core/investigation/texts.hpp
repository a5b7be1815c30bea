#pragma once
// Texts as a state keeps them.
#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

namespace fm::investigation {

/// At most `most` bytes, whole characters, control characters as blanks: these cost six bytes each as JSON.
std::string kept_text(std::string_view text, std::size_t most);

/// The first sentences or words of a text that have at most `most` bytes; a word is not cut unless it is
/// longer than that. What is cut ends in "...".
std::string whole_words(std::string_view text, std::size_t most);

/// Adds a text unless it is there; the oldest goes when there are more than `most`.
inline void add_once(std::vector<std::string>& to, std::string text, std::size_t most) {
  if (text.empty() || std::find(to.begin(), to.end(), text) != to.end()) return;
  to.push_back(std::move(text));
  if (to.size() > most) to.erase(to.begin());
}

}  // namespace fm::investigation

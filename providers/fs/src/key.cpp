#include "fm/fs/local_store.hpp"

#include <algorithm>

namespace fm::fs {

bool is_key(std::string_view text) {
  constexpr std::size_t longest_segment = 200;
  constexpr std::size_t longest = 500;
  auto allowed = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
           c == '_' || c == '.';
  };
  if (text.size() > longest) return false;
  while (true) {
    auto segment = text.substr(0, text.find('/'));
    if (segment.empty() || segment.size() > longest_segment || segment[0] == '.') return false;
    if (!std::all_of(segment.begin(), segment.end(), allowed)) return false;
    if (segment.size() == text.size()) return true;
    text.remove_prefix(segment.size() + 1);
  }
}

}  // namespace fm::fs

#include "evidence/keyword_scanner.hpp"

#include <algorithm>
#include <bit>
#include <numeric>

namespace fm::evidence {

namespace {

constexpr std::size_t deepest_row = 3;  // characters that lead to a state with a row

}  // namespace

keyword_scanner::keyword_scanner(const std::vector<std::string>& words) {
  // Class 0 holds every byte that no word contains.
  std::size_t classes = 1;
  for (const auto& w : words)
    for (unsigned char c : w)
      if (class_of_[c] == 0) class_of_[c] = static_cast<std::uint8_t>(classes++);
  for (unsigned char c = 'A'; c <= 'Z'; ++c) class_of_[c] = class_of_[c | 0x20];
  row_bits_ = static_cast<std::uint32_t>(std::bit_width(classes - 1));

  // Sorted words that share a beginning are neighbours: each state is a range of them.
  std::vector<int> order(words.size());
  std::iota(order.begin(), order.end(), 0);
  std::stable_sort(order.begin(), order.end(), [&](int a, int b) {
    return words[static_cast<std::size_t>(a)] < words[static_cast<std::size_t>(b)];
  });
  std::vector<std::span<const int>> ranges{order};
  nodes_.emplace_back();
  std::size_t depth = 0;
  for (state at = 0, deeper = 1; at < nodes_.size(); ++at) {
    if (at == deeper) ++depth, deeper = static_cast<state>(nodes_.size());
    add_children(at, words, ranges, depth);
    if (nodes_.size() > most_states) {
      complete_ = false;
      nodes_.assign(1, {});
      rows_ = 0, edges_.clear();
      add_row(0);
      return;
    }
    if (depth <= deepest_row) add_row(at);
  }
}

/// The states behind `at`, which `depth` characters lead to.
void keyword_scanner::add_children(state at, const std::vector<std::string>& words,
                                   std::vector<std::span<const int>>& ranges, std::size_t depth) {
  const auto range = ranges[at];
  const auto word = [&](std::size_t i) -> const std::string& {
    return words[static_cast<std::size_t>(range[i])];
  };
  std::size_t i = 0;
  while (i < range.size() && word(i).size() == depth) ++i;  // they end here
  nodes_[at].child = static_cast<state>(nodes_.size());
  while (i < range.size()) {
    const auto from = i;
    const char c = word(i)[depth];
    while (i < range.size() && word(i)[depth] == c) ++i;
    node fresh;
    fresh.byte = class_of_[static_cast<unsigned char>(c)];
    // Suffixes are shallower, so what they lead to and what ends there is known.
    fresh.suffix = at == 0 ? 0 : next(nodes_[at].suffix, fresh.byte) & ~ends;
    fresh.ending = nodes_[fresh.suffix].ending;
    for (auto k = from; k < i && word(k).size() == depth + 1; ++k) {
      endings_.push_back({range[k], fresh.ending});
      fresh.ending = static_cast<state>(endings_.size() - 1);
    }
    nodes_.push_back(fresh);
    ranges.push_back(range.subspan(from, i - from));
  }
  nodes_[at].children_end = static_cast<state>(nodes_.size());
}

void keyword_scanner::add_row(state at) {
  const auto length = std::size_t{1} << row_bits_;
  edges_.resize(edges_.size() + length, 0);
  auto* const row = edges_.data() + (std::size_t{at} << row_bits_);
  if (at != 0) std::copy_n(edges_.data() + (std::size_t{nodes_[at].suffix} << row_bits_), length, row);
  for (auto child = nodes_[at].child; child < nodes_[at].children_end; ++child)
    row[nodes_[child].byte] = edge_to(child);
  rows_ = at + 1;
}

inline keyword_scanner::state keyword_scanner::next(state at, std::uint8_t byte) const {
  return at < rows_ ? edges_[(std::size_t{at} << row_bits_) + byte] : next_slowly(at, byte);
}

keyword_scanner::state keyword_scanner::next_slowly(state at, std::uint8_t byte) const {
  for (; at >= rows_; at = nodes_[at].suffix)
    for (auto child = nodes_[at].child; child < nodes_[at].children_end; ++child)
      if (nodes_[child].byte == byte) return edge_to(child);
  return edges_[(std::size_t{at} << row_bits_) + byte];
}

void keyword_scanner::find(std::string_view text, std::vector<int>& found) const {
  found.clear();
  state at = 0;
  for (unsigned char c : text) {
    at = next(at, class_of_[c]);
    if ((at & ends) == 0) [[likely]]
      continue;
    at &= ~ends;
    for (auto e = nodes_[at].ending; e != none; e = endings_[e].next) found.push_back(endings_[e].word);
  }
  if (found.size() < 2) return;
  std::sort(found.begin(), found.end());
  found.erase(std::unique(found.begin(), found.end()), found.end());
}

bool keyword_scanner::any(std::string_view text) const {
  state at = 0;
  for (unsigned char c : text) {
    at = next(at, class_of_[c]);
    if ((at & ends) != 0) return true;
  }
  return false;
}

}  // namespace fm::evidence

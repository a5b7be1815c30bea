#include "text_automaton.hpp"

#include <deque>

namespace fm::redaction {

namespace {

std::uint64_t edge(std::int32_t from, char c) {
  return static_cast<std::uint64_t>(from) << 8 | static_cast<unsigned char>(c);
}

}  // namespace

void text_automaton::clear() {
  nodes_.assign(1, {});
  edges_.clear();
  children_.assign(1, {});
}

void text_automaton::insert(std::string_view text, std::int32_t number, bool preferred) {
  std::int32_t at = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto [next, made] = edges_.try_emplace(edge(at, text[i]), static_cast<std::int32_t>(nodes_.size()));
    if (made) {
      children_[static_cast<std::size_t>(at)].push_back({text[i], next->second});
      nodes_.push_back({0, -1, -1, static_cast<std::uint32_t>(i + 1)});
      children_.emplace_back();
    }
    at = next->second;
    auto& n = nodes_[static_cast<std::size_t>(at)];
    if (i + 1 < text.size() && (preferred || n.goes_on < 0)) n.goes_on = number;
  }
  nodes_[static_cast<std::size_t>(at)].value = number;
}

void text_automaton::link(std::vector<std::int32_t>& shorter) {
  std::deque<std::int32_t> open;
  for (const auto& [c, child] : children_[0]) open.push_back(child);
  while (!open.empty()) {
    const auto at = open.front();
    open.pop_front();
    for (const auto& [c, child] : children_[static_cast<std::size_t>(at)]) {
      auto& n = nodes_[static_cast<std::size_t>(child)];
      n.fall = step(nodes_[static_cast<std::size_t>(at)].fall, c);
      const auto below = nodes_[static_cast<std::size_t>(n.fall)].value;
      if (n.value < 0)
        n.value = below;
      else
        shorter[static_cast<std::size_t>(n.value)] = below;
      open.push_back(child);
    }
  }
}

std::int32_t text_automaton::step(std::int32_t from, char c) const {
  for (;;) {
    if (const auto next = edges_.find(edge(from, c)); next != edges_.end()) return next->second;
    if (from == 0) return 0;
    from = nodes_[static_cast<std::size_t>(from)].fall;
  }
}

}  // namespace fm::redaction

#include "evidence/keyword_scanner.hpp"

#include <algorithm>
#include <deque>

namespace fm::evidence {

keyword_scanner::keyword_scanner(const std::vector<std::string>& words) {
  // Class 0 holds every byte that no word contains.
  for (const auto& w : words)
    for (unsigned char c : w)
      if (class_of_[c] == 0) class_of_[c] = static_cast<std::uint8_t>(classes_++);
  for (unsigned char c = 'A'; c <= 'Z'; ++c) class_of_[c] = class_of_[c | 0x20];

  auto add_state = [&] {
    next_.resize(next_.size() + classes_, 0);
    words_at_.emplace_back();
    return static_cast<state>(words_at_.size() - 1);
  };
  add_state();
  for (std::size_t i = 0; i < words.size() && complete_; ++i) {
    state at = 0;
    for (unsigned char c : words[i]) {
      auto edge = at * classes_ + class_of_[c];
      if (next_[edge] == 0) {
        auto fresh = add_state();
        next_[edge] = fresh;
      }
      at = next_[edge];
    }
    words_at_[at].push_back(static_cast<int>(i));
    complete_ = words_at_.size() <= most_states;
  }
  if (!complete_) {
    next_.assign(classes_, 0);
    words_at_.assign(1, {});
  }
  // Breadth first: a missing edge leads where the longest proper suffix leads.
  std::vector<state> suffix(words_at_.size(), 0);
  std::deque<state> queue;
  for (std::size_t c = 0; c < classes_; ++c)
    if (next_[c] != 0) queue.push_back(next_[c]);
  while (!queue.empty()) {
    auto at = queue.front();
    queue.pop_front();
    const auto& inherited = words_at_[suffix[at]];
    words_at_[at].insert(words_at_[at].end(), inherited.begin(), inherited.end());
    for (std::size_t c = 0; c < classes_; ++c) {
      auto& to = next_[at * classes_ + c];
      auto fallback = next_[suffix[at] * classes_ + c];
      if (to == 0) {
        to = fallback;
      } else {
        suffix[to] = fallback;
        queue.push_back(to);
      }
    }
  }
  for (auto& to : next_) {
    const bool last = !words_at_[to].empty();
    to = static_cast<state>(to * classes_) | (last ? ends : 0);
  }
}

void keyword_scanner::find(std::string_view text, std::vector<int>& found) const {
  found.clear();
  state at = 0;
  for (unsigned char c : text) {
    at = next_[(at & ~ends) + class_of_[c]];
    if ((at & ends) == 0) [[likely]]
      continue;
    const auto& here = words_at_[(at & ~ends) / classes_];
    found.insert(found.end(), here.begin(), here.end());
  }
  if (found.size() < 2) return;
  std::sort(found.begin(), found.end());
  found.erase(std::unique(found.begin(), found.end()), found.end());
}

bool keyword_scanner::any(std::string_view text) const {
  state at = 0;
  for (unsigned char c : text) {
    at = next_[(at & ~ends) + class_of_[c]];
    if ((at & ends) != 0) return true;
  }
  return false;
}

}  // namespace fm::evidence

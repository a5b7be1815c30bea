#pragma once
// Remembers what each word as written was split into: most words of a corpus are repetitions.
#include "knowledge/index_data.hpp"

#include <bit>
#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>
#include <vector>

namespace fm::knowledge {

/// A map from words to ranges with open addressing: one cache line for most look-ups.
class word_memo {
 public:
  word_memo() : slots_(1u << 12) {}

  /// The range of a word, or nullptr.
  const range* find(std::string_view word) const {
    std::uint64_t hash = hash_of(word);
    for (std::size_t i = index_of(hash);; i = (i + 1) & (slots_.size() - 1)) {
      const slot& s = slots_[i];
      if (s.hash == 0) return nullptr;
      if (s.hash == hash && s.size == word.size() && std::memcmp(&text_[s.begin], word.data(), s.size) == 0) {
        return &s.value;
      }
    }
  }

  /// Adds a word that `find` does not know.
  void insert(std::string_view word, range value) {
    if (2 * ++count_ > slots_.size()) grow();
    slot added{hash_of(word), text_.size(), static_cast<std::uint32_t>(word.size()), value};
    text_ += word;
    place(added);
  }

 private:
  struct slot {
    std::uint64_t hash = 0;  // never 0 in a used slot
    std::size_t begin = 0;
    std::uint32_t size = 0;
    range value;
  };

  // Multiplies and folds eight bytes at a time.
  static std::uint64_t hash_of(std::string_view word) {
    constexpr std::uint64_t odd = 0x9E3779B97F4A7C15ULL;
    std::uint64_t h = word.size() * odd;
    while (!word.empty()) {
      std::uint64_t block = 0;
      std::size_t n = word.size() < 8 ? word.size() : 8;
      std::memcpy(&block, word.data(), n);
      h = (h ^ block) * odd;
      h ^= std::rotr(h, 29);
      word.remove_prefix(n);
    }
    return h | 1;
  }
  std::size_t index_of(std::uint64_t hash) const { return (hash >> 20) & (slots_.size() - 1); }
  void place(const slot& s) {
    std::size_t i = index_of(s.hash);
    while (slots_[i].hash != 0) i = (i + 1) & (slots_.size() - 1);
    slots_[i] = s;
  }
  void grow() {
    std::vector<slot> old(slots_.size() * 2);
    old.swap(slots_);
    for (const slot& s : old) {
      if (s.hash != 0) place(s);
    }
  }

  std::vector<slot> slots_;
  std::string text_;
  std::size_t count_ = 0;
};

}  // namespace fm::knowledge

#include "evidence/keyword_scanner.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <cstring>
#include <numeric>
#include <unordered_map>

namespace fm::evidence {

namespace {

constexpr std::size_t longest_gram = sizeof(std::uint32_t);
constexpr std::size_t places_of_word = 64;  // one other place in so many passes the bitmap by chance
constexpr std::size_t most_places = 1u << 20;
constexpr std::size_t block = 32;   // places of one word of the bitmap
constexpr std::size_t room = 1024;  // bytes of a text that are looked at at once

constexpr std::uint64_t each(std::uint8_t byte) { return byte * 0x0101010101010101u; }

/// Eight characters at once: capital letters to small ones.
std::uint64_t folded(std::uint64_t letters) {
  const auto seven_bits = letters & each(0x7F);
  const auto from_a = seven_bits + each(0x80 - 'A'), beyond_z = seven_bits + each(0x7F - 'Z');
  return letters | ((from_a ^ beyond_z) & ~letters & each(0x80)) >> 2;
}

/// Copies a text in lower case; `to` has room for a multiple of eight bytes.
void fold_into(char* to, std::string_view text) {
  std::memcpy(to, text.data(), text.size());
  for (std::size_t i = 0; i < text.size(); i += sizeof(std::uint64_t)) {
    std::uint64_t eight;
    std::memcpy(&eight, to + i, sizeof eight);
    eight = folded(eight);
    std::memcpy(to + i, &eight, sizeof eight);
  }
}

/// The letters at `p`, from which `longest_gram` bytes can be read.
std::uint32_t gram_at(const char* p, std::uint32_t mask) {
  std::uint32_t gram;
  std::memcpy(&gram, p, sizeof gram);
  return gram & mask;
}

}  // namespace

keyword_scanner::keyword_scanner(const std::vector<std::string>& words) {
  std::array<grams, longest_gram> by_length;
  for (std::size_t i = 0; i < words.size(); ++i) {
    if (words[i].empty()) continue;
    sought s;
    s.word = static_cast<int>(i);
    s.begin = static_cast<std::uint32_t>(letters_.size());
    s.length = static_cast<std::uint32_t>(words[i].size());
    by_length[std::min(words[i].size(), longest_gram) - 1].words.push_back(s);
    letters_ += words[i];
  }
  complete_ = letters_.size() <= most_bytes;
  letters_.append(longest_gram, '\0');
  for (std::size_t i = 0; i < by_length.size() && complete_; ++i) {
    auto& of = by_length[i];
    if (of.words.empty()) continue;
    of.length = i + 1;
    of.mask = ~std::uint32_t{0} >> 8 * (longest_gram - of.length);
    choose(of);
    complete_ = arrange(of);
    all_.push_back(std::move(of));
  }
  if (!complete_) all_.clear();
}

/// Which letters of each word are looked for.
void keyword_scanner::choose(grams& of) const {
  std::unordered_map<std::uint32_t, std::uint32_t> count;
  std::array<std::uint32_t, 256> count_of_letter{};
  const auto each_gram = [&](const sought& s, auto take) {
    for (std::uint32_t i = 0; i + of.length <= s.length; ++i)
      take(gram_at(letters_.data() + s.begin + i, of.mask), i);
  };
  for (const auto& s : of.words)
    each_gram(s, [&](std::uint32_t gram, std::uint32_t) { ++count[gram], ++count_of_letter[gram & 0xFF]; });
  const auto frequency = [&](std::uint32_t gram) {
    return std::pair(count[gram], count_of_letter[gram & 0xFF] + count_of_letter[gram >> 8 & 0xFF] +
                                      count_of_letter[gram >> 16 & 0xFF] + count_of_letter[gram >> 24]);
  };
  for (auto& s : of.words)
    each_gram(s, [&](std::uint32_t gram, std::uint32_t at) {
      if (at == 0 || frequency(gram) < frequency(s.gram)) s.gram = gram, s.at = at;
    });
}

/// Makes the bitmap; false when too many words are alike.
bool keyword_scanner::arrange(grams& of) const {
  const auto places = std::min(std::bit_ceil(of.words.size() * places_of_word), most_places);
  of.places_mask = static_cast<std::uint32_t>(places - 1);
  std::sort(of.words.begin(), of.words.end(), [&](const sought& a, const sought& b) {
    return std::pair(of.place_of(a.gram, of.places_mask), a.word) <
           std::pair(of.place_of(b.gram, of.places_mask), b.word);
  });
  of.bits.resize(places / block);
  of.first.resize(places / block + 1);
  for (const auto& s : of.words) {
    const auto place = of.place_of(s.gram, of.places_mask);
    of.bits[place / block] |= std::uint32_t{1} << place % block;
    ++of.first[place / block + 1];
  }
  const bool few = *std::max_element(of.first.begin(), of.first.end()) <= most_alike;
  std::partial_sum(of.first.begin(), of.first.end(), of.first.begin());
  return few;
}

/// Whether the word stands where its letters are at `at`.
bool keyword_scanner::stands_at(const sought& s, std::string_view text, std::size_t at) const {
  if (at < s.at || text.size() - (at - s.at) < s.length) return false;
  const auto* word = letters_.data() + s.begin;
  return std::equal(word, word + s.length, text.data() + (at - s.at), [](char small, char c) {
    return small == (c >= 'A' && c <= 'Z' ? static_cast<char>(c | 0x20) : c);
  });
}

/// The first place from `at` on where letters stand that are in the bitmap; `end` when there is none.
inline std::size_t keyword_scanner::grams::next(const char* text, std::size_t at, std::size_t end) const {
  const auto letters = mask, all_places = places_mask;
  for (const auto* const in = bits.data(); at < end; ++at) {
    const auto place = place_of(gram_at(text + at, letters), all_places);
    if (in[place / block] >> place % block & 1) break;
  }
  return at;
}

/// Calls `found(word)` for each place of a word in the text, until it says true.
template <class Found>
inline bool keyword_scanner::any_of(std::string_view text, Found found) const {
  std::array<char, room + 2 * sizeof(std::uint64_t)> small;
  for (std::size_t begin = 0; begin < text.size(); begin += room) {
    const auto part = text.substr(begin, room + longest_gram - 1);
    fold_into(small.data(), part);
    for (const auto& of : all_) {
      const auto end = part.size() < of.length ? 0 : std::min(room, part.size() - of.length + 1);
      for (auto at = of.next(small.data(), 0, end); at < end; at = of.next(small.data(), at + 1, end)) {
        const auto gram = gram_at(small.data() + at, of.mask);
        const auto in = of.place_of(gram, of.places_mask) / block;
        for (auto i = of.first[in]; i < of.first[in + 1]; ++i)
          if (of.words[i].gram == gram && stands_at(of.words[i], text, begin + at) && found(of.words[i].word))
            return true;
      }
    }
  }
  return false;
}

void keyword_scanner::find(std::string_view text, std::vector<int>& found) const {
  found.clear();
  any_of(text, [&](int word) {
    found.push_back(word);
    return false;
  });
  if (found.size() < 2) return;
  std::sort(found.begin(), found.end());
  found.erase(std::unique(found.begin(), found.end()), found.end());
}

bool keyword_scanner::any(std::string_view text) const {
  return any_of(text, [](int) { return true; });
}

}  // namespace fm::evidence

#include "secret_pieces.hpp"

#include "characters.hpp"
#include "names.hpp"

#include <algorithm>

namespace fm::redaction {

namespace {

constexpr std::size_t most_windows = 1'000'000, longest_part = 8'000;

constexpr std::uint64_t small(char c) {
  return static_cast<unsigned char>(is_upper(c) ? static_cast<char>(c - 'A' + 'a') : c);
}

constexpr bool is_vowel(char c) { return std::string_view("aeiouyAEIOUY").find(c) != std::string_view::npos; }

constexpr bool joins_words(char c) { return c == '-' || c == '_' || c == '.' || c == '/' || c == ':'; }

/// Letters that can be spoken, in one case but for capitals that begin words, perhaps with dashes between.
bool reads_as_words(std::string_view window) {
  constexpr std::size_t most_consonants = 4, most_vowels = 3;
  std::size_t consonants = 0, vowels = 0;
  for (std::size_t i = 0; i < window.size(); ++i) {
    const char c = window[i];
    if (joins_words(c)) {
      consonants = vowels = 0;
      continue;
    }
    if (!is_letter(c)) return false;
    consonants = is_vowel(c) ? 0 : consonants + 1;
    vowels = is_vowel(c) ? vowels + 1 : 0;
    if (consonants > most_consonants || vowels > most_vowels) return false;
    if (i > 0 && is_upper(c) && is_lower(window[i - 1])) return false;
  }
  return true;
}

/// Digits, and signs alone: lines, dates and the like have them, too.
bool has_no_letter(std::string_view window) {
  return all_are(window, [](char c) { return !is_letter(c) && static_cast<unsigned char>(c) < 0x80; });
}

/// Values such as connection strings have parts, most of them no secrets.
bool has_parts(std::string_view v) {
  const auto assigned = v.find('=');
  const auto behind = assigned == v.npos ? v.npos : v.find_first_not_of('=', assigned);
  return any_is_of(v, is_space) || v.find("://") != v.npos || behind != v.npos;
}

constexpr std::size_t filter_index(std::uint64_t key, unsigned bits) {
  constexpr std::uint64_t golden = 0x9E3779B97F4A7C15u;  // Fibonacci hashing (D. E. Knuth)
  return static_cast<std::size_t>(key * golden >> (64 - bits));
}

}  // namespace

void secret_pieces::add(std::string_view secret, std::string_view word) {
  if (!has_parts(secret)) return add_part(secret, word);
  const auto between = [](char c) {
    return is_space(c) || std::string_view("=;,&?\"'{}<>()|").find(c) != std::string_view::npos;
  };
  for (std::size_t at = 0; at < secret.size();) {
    const auto end = run_end(secret, at, [&](char c) { return !between(c); });
    const auto part = secret.substr(at, end - at);
    if (looks_secret(part)) add_part(part, word);
    at = end + 1;
  }
}

void secret_pieces::add_part(std::string_view part, std::string_view word) {
  part = part.substr(0, longest_part);
  std::uint64_t key = 0;
  for (std::size_t i = 0; i < part.size() && windows_.size() < most_windows; ++i) {
    key = key << 8 | small(part[i]);
    if (i + 1 < length) continue;
    const auto text = part.substr(i + 1 - length, length);
    auto& w = windows_.try_emplace(key, window{word, false}).first->second;
    w.telling = w.telling || !(reads_as_words(text) || has_no_letter(text));
    maybe_.set(filter_index(key, filter_bits));
  }
}

void secret_pieces::find(const scan& s) const {
  if (windows_.empty()) return;
  const auto t = s.text;
  std::uint64_t key = 0;
  std::size_t begin = 0, end = 0;  // of the piece that is being read
  std::string_view word;
  bool telling = false;
  const auto settle = [&] {
    if (telling) s.add(begin, end, word);
    telling = false;
  };
  s.work += t.size();
  for (std::size_t i = 0; i < t.size(); ++i) {
    key = key << 8 | small(t[i]);
    if (i + 1 < length || !maybe_.test(filter_index(key, filter_bits))) continue;
    const auto known = windows_.find(key);
    if (known == windows_.end()) continue;
    if (i + 1 - length >= end || end == 0) {
      settle();
      begin = i + 1 - length;
      word = known->second.word;
    }
    end = i + 1;
    telling = telling || known->second.telling;
  }
  settle();
}

}  // namespace fm::redaction

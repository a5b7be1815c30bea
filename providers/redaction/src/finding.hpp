#pragma once
// What the scanners hand over, and how they walk a text.
#include <re2/re2.h>

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

namespace fm::redaction {

/// A piece of a text that must not leave. `word` is that of its placeholder.
struct finding {
  std::size_t begin = 0, end = 0;  ///< bytes
  std::string_view word;
  bool secret = true;  ///< false for personal data, which may come back into commands
};

/// Words of placeholders. What is personal data and no secret is listed in `is_personal`.
namespace words {
inline constexpr std::string_view private_key = "PRIVATE_KEY", token = "TOKEN", api_key = "API_KEY",
                                  password = "PASSWORD", secret = "SECRET", hash = "HASH",
                                  session = "SESSION", email = "EMAIL", ip = "IP", mac = "MAC", host = "HOST",
                                  account = "ACCOUNT", cloud_account = "CLOUD_ACCOUNT", card = "CARD",
                                  iban = "IBAN", phone = "PHONE", social_security = "SSN";
}  // namespace words

constexpr bool is_personal(std::string_view word) {
  for (const auto w :
       {words::email, words::ip, words::mac, words::host, words::account, words::cloud_account, words::phone})
    if (w == word) return true;
  return false;
}

/// One text under examination. `work` counts the bytes that scanners look at, so that a test can show that
/// it grows with the text and not with its square.
struct scan {
  std::string_view text;
  std::vector<finding>& found;
  std::uint64_t& work;

  void add(std::size_t begin, std::size_t end, std::string_view word) const {
    if (begin < end) found.push_back({begin, end, word, !is_personal(word)});
  }
  void add(std::string_view part, std::string_view word) const {
    const auto begin = static_cast<std::size_t>(part.data() - text.data());
    add(begin, begin + part.size(), word);
  }
};

/// Bytes are characters: hostile text need not be UTF-8.
inline re2::RE2::Options byte_options() {
  re2::RE2::Options o;
  o.set_encoding(re2::RE2::Options::EncodingLatin1);
  o.set_log_errors(false);
  o.set_max_mem(64 << 20);  // the automata of long alternations
  return o;
}

/// Calls `take(groups)` for each match from left to right; groups are views into the text, empty ones where
/// a group took no part. The next search begins where group 1 ends, so what follows a value may begin
/// another. Patterns must not look further ahead than they match: that keeps the whole linear.
template <std::size_t Groups = 2, class Take>
void for_each_match(const scan& s, const re2::RE2& pattern, Take take) {
  const re2::StringPiece all(s.text.data(), s.text.size());
  std::array<re2::StringPiece, Groups> m;
  std::size_t from = 0;
  while (from < all.size()) {
    if (!pattern.Match(all, from, all.size(), re2::RE2::UNANCHORED, m.data(), static_cast<int>(Groups))) {
      s.work += all.size() - from;
      return;
    }
    std::array<std::string_view, Groups> groups;
    for (std::size_t i = 0; i < Groups; ++i)
      if (m[i].data() != nullptr) groups[i] = {m[i].data(), m[i].size()};
    const auto whole_end = static_cast<std::size_t>(m[0].data() - all.data()) + m[0].size();
    s.work += whole_end - from;
    take(groups);
    const auto& first = groups[1].data() != nullptr ? groups[1] : groups[0];
    const auto end = static_cast<std::size_t>(first.data() - all.data()) + first.size();
    from = end > from ? end : (whole_end > from ? whole_end : from + 1);
  }
}

}  // namespace fm::redaction

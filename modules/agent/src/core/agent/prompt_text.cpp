#include "agent/prompt_text.hpp"

#include <fm/utf8/cut.hpp>

#include <algorithm>

namespace fm::agent {

std::string harmless(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto c = static_cast<unsigned char>(text[i]);
    if (c < 0x20 || c == 0x7F) {
      out.push_back(' ');
      continue;
    }
    // U+200B to U+200F, U+202A to U+202E and U+2066 to U+2069 (Unicode Standard Annex 9), and U+FEFF.
    if (c == 0xE2 && i + 2 < text.size()) {
      const auto second = static_cast<unsigned char>(text[i + 1]),
                 third = static_cast<unsigned char>(text[i + 2]);
      const bool hidden =
          (second == 0x80 && ((third >= 0x8B && third <= 0x8F) || (third >= 0xAA && third <= 0xAE))) ||
          (second == 0x81 && third >= 0xA6 && third <= 0xA9);
      if (hidden) {
        i += 2;
        continue;
      }
    }
    if (text.substr(i, 3) == "\xEF\xBB\xBF") {
      i += 2;
      continue;
    }
    out.push_back(text[i]);
  }
  return out;
}

std::string one_line(std::string_view text, std::size_t most) {
  const auto out = harmless(text);
  const auto cut = first_bytes(out, most);
  return cut.size() < out.size() ? std::string(cut) + "…" : out;
}

std::string fenced(std::string text) {
  // However it is written: a model reads `< /EVIDENCE >` as it reads the mark itself.
  for (auto at = text.find('<'); at != text.npos; at = text.find('<', at + 1)) {
    constexpr std::string_view word = "evidence";
    auto from = at + 1;
    while (from < text.size() && (text[from] == ' ' || text[from] == '/' || text[from] == '\t')) ++from;
    const bool is_mark =
        text.size() - from >= word.size() &&
        std::equal(word.begin(), word.end(), text.begin() + static_cast<std::ptrdiff_t>(from),
                   [](char lower, char c) { return lower == (c >= 'A' && c <= 'Z' ? c | 0x20 : c); });
    if (is_mark) text.replace(at, 1, "‹");
  }
  return text;
}

}  // namespace fm::agent

#include "showable.hpp"

#include <cstdio>
#include <vector>

namespace fm::pdf {

namespace {

constexpr char32_t replacement = 0xFFFD;

/// Scripts whose letters join, stack or run from right to left: the library sets one letter after the other.
constexpr bool needs_shaping(char32_t c) {
  return (c >= 0x0590 && c <= 0x109F) || (c >= 0x1780 && c <= 0x18AF) || (c >= 0xFB1D && c <= 0xFDFF) ||
         (c >= 0xFE70 && c <= 0xFEFE);
}
/// Zero-width characters, and those that turn the order of their neighbours around.
constexpr bool is_invisible(char32_t c) {
  return (c >= 0x200B && c <= 0x200F) || (c >= 0x2028 && c <= 0x202E) || (c >= 0x2060 && c <= 0x206F) ||
         c == 0xFEFF || c == 0x00AD;
}

std::string mark_of(const std::vector<char32_t>& run) {
  constexpr std::size_t named = 4;
  if (run.size() > named) return "[" + std::to_string(run.size()) + " characters not shown]";
  std::string out = "[";
  for (auto c : run) {
    char text[16];
    std::snprintf(text, sizeof text, "U+%04X", static_cast<unsigned>(c));
    if (out.size() > 1) out += ' ';
    out += text;
  }
  return out + "]";
}

}  // namespace

char32_t next_character(std::string_view text, std::size_t& at) {
  const auto lead = static_cast<unsigned char>(text[at++]);
  if (lead < 0x80) return lead;
  const std::size_t more = lead >= 0xF0 && lead < 0xF5   ? 3
                           : lead >= 0xE0 && lead < 0xF0 ? 2
                           : lead >= 0xC2 && lead < 0xE0 ? 1
                                                         : 0;
  if (more == 0 || at + more > text.size()) return replacement;
  char32_t c = lead & (0x3Fu >> more);
  for (std::size_t i = 0; i < more; ++i) {
    const auto follows = static_cast<unsigned char>(text[at + i]);
    if ((follows & 0xC0) != 0x80) return replacement;
    c = c << 6 | (follows & 0x3F);
  }
  at += more;
  return c;
}

std::string utf8_of(char32_t c) {
  std::string out;
  if (c < 0x80) {
    out += static_cast<char>(c);
  } else if (c < 0x800) {
    out += static_cast<char>(0xC0 | c >> 6);
    out += static_cast<char>(0x80 | (c & 0x3F));
  } else {
    out += static_cast<char>(0xE0 | c >> 12);
    out += static_cast<char>(0x80 | (c >> 6 & 0x3F));
    out += static_cast<char>(0x80 | (c & 0x3F));
  }
  return out;
}

std::string showable(std::string_view text, const coverage& font, bool keeps_lines, std::size_t& marked) {
  std::string out;
  std::vector<char32_t> missing;
  auto flush = [&] {
    if (missing.empty()) return;
    marked += missing.size();
    out += mark_of(missing);
    missing.clear();
  };
  for (std::size_t at = 0; at < text.size();) {
    auto c = next_character(text, at);
    if (c == U'\r') continue;
    if (c == U'\n' && !keeps_lines) c = U' ';
    const bool tab = c == U'\t';
    const bool control = (c < 0x20 && c != U'\n' && !tab) || (c >= 0x7F && c < 0xA0);
    const bool shown = c == U'\n' || tab ||
                       (!control && c < 0x10000 && font.test(c) && !needs_shaping(c) && !is_invisible(c));
    if (!shown) {
      missing.push_back(c);
      continue;
    }
    flush();
    if (tab)
      out += keeps_lines ? "    " : " ";
    else
      out += utf8_of(c);
  }
  flush();
  return out;
}

}  // namespace fm::pdf

#include "knowledge/utf8.hpp"

#include <fm/utf8/cut.hpp>

namespace fm::knowledge {
namespace {

unsigned char byte_at(std::string_view text, std::size_t at) { return static_cast<unsigned char>(text[at]); }

void append_utf8(std::uint32_t value, std::string& out) {
  if (value < 0x80) {
    out += static_cast<char>(value);
  } else if (value < 0x800) {
    out += static_cast<char>(0xC0 | (value >> 6));
    out += static_cast<char>(0x80 | (value & 0x3F));
  } else if (value < 0x10000) {
    out += static_cast<char>(0xE0 | (value >> 12));
    out += static_cast<char>(0x80 | ((value >> 6) & 0x3F));
    out += static_cast<char>(0x80 | (value & 0x3F));
  } else {
    out += static_cast<char>(0xF0 | (value >> 18));
    out += static_cast<char>(0x80 | ((value >> 12) & 0x3F));
    out += static_cast<char>(0x80 | ((value >> 6) & 0x3F));
    out += static_cast<char>(0x80 | (value & 0x3F));
  }
}

// Base letters of U+00C0..U+017F; '*' stands for a letter that needs two, '.' for no letter.
constexpr std::string_view latin_base =
    "aaaaaa*ceeeeiiiidnooooo.ouuuuy**aaaaaa*ceeeeiiiidnooooo.ouuuuy*y"
    "aaaaaaccccccccddddeeeeeeeeeegggggggghhhhiiiiiiiiii**jjkkklllllllll"
    "lnnnnnnnnnoooooo**rrrrrrssssssssttttttuuuuuuuuuuuuwwyyyzzzzzzs";
static_assert(latin_base.size() == 192);

}  // namespace

code_point decode_utf8(std::string_view text, std::size_t at) {
  unsigned char first = byte_at(text, at);
  if (first < 0x80) return {first, 1};
  std::size_t length = first >= 0xC2 && first < 0xE0 ? 2 : first >= 0xE0 && first < 0xF0 ? 3 : 0;
  if (first >= 0xF0 && first < 0xF5) length = 4;
  if (length == 0 || at + length > text.size()) return {};
  std::uint32_t value = first & (0xFFu >> (length + 1));
  for (std::size_t i = 1; i < length; ++i) {
    unsigned char next = byte_at(text, at + i);
    if ((next & 0xC0) != 0x80) return {};
    value = (value << 6) | (next & 0x3Fu);
  }
  constexpr std::uint32_t least[] = {0, 0, 0x80, 0x800, 0x10000};
  if (value < least[length] || value > 0x10FFFF || (value >= 0xD800 && value < 0xE000)) return {};
  return {value, length};
}

std::string clean_utf8(std::string_view bytes) {
  if (bytes.substr(0, 3) == "\xEF\xBB\xBF") bytes.remove_prefix(3);
  std::string out;
  out.reserve(bytes.size());
  for (std::size_t i = 0; i < bytes.size();) {
    unsigned char c = byte_at(bytes, i);
    if (c < 0x80) {
      bool drop = c == '\r' && i + 1 < bytes.size() && bytes[i + 1] == '\n';
      if (!drop) out += (c < 0x20 && c != '\n' && c != '\t') || c == 0x7F ? ' ' : static_cast<char>(c);
      ++i;
      continue;
    }
    code_point point = decode_utf8(bytes, i);
    if (point.length == 0) {
      out += "\xEF\xBF\xBD";
      ++i;
    } else {
      out.append(bytes, i, point.length);
      i += point.length;
    }
  }
  return out;
}

bool is_word_code_point(std::uint32_t value) {
  if (value < 0x80) {
    return (value >= '0' && value <= '9') || (value >= 'a' && value <= 'z') || (value >= 'A' && value <= 'Z');
  }
  if (value < 0xC0) return value == 0xAA || value == 0xB5 || value == 0xBA;
  if (value == 0xD7 || value == 0xF7 || value == 0xFFFD) return false;
  if (value >= 0x2000 && value < 0x2C00) return false;  // punctuation, arrows, mathematics, boxes, symbols
  if (value >= 0x3000 && value < 0x3040) return false;  // CJK punctuation
  if (value >= 0xE000 && value < 0xF900) return false;  // private use
  if (value >= 0xFE00 && value < 0xFE70) return false;
  if (value >= 0xFF00 && value < 0xFF10) return false;
  return value < 0x1F000 || value >= 0x20000;  // pictographs
}

void append_folded(std::uint32_t value, std::string& out) {
  if (value < 0x80) {
    out += static_cast<char>(value >= 'A' && value <= 'Z' ? value + 32 : value);
    return;
  }
  if (value >= 0xC0 && value < 0x180) {
    char base = latin_base[value - 0xC0];
    if (base != '*' && base != '.') {
      out += base;
      return;
    }
    switch (value) {
      case 0xC6:
      case 0xE6:
        out += "ae";
        return;
      case 0xDE:
      case 0xFE:
        out += "th";
        return;
      case 0xDF:
        out += "ss";
        return;
      case 0x132:
      case 0x133:
        out += "ij";
        return;
      case 0x152:
      case 0x153:
        out += "oe";
        return;
      default:
        break;
    }
  }
  if (value >= 0x300 && value < 0x370) return;  // combining marks
  if (value >= 0x391 && value <= 0x3A9) value += 32;
  if (value >= 0x410 && value <= 0x42F) value += 32;
  if (value >= 0x400 && value <= 0x40F) value += 80;
  append_utf8(value, out);
}

std::size_t floor_utf8(std::string_view text, std::size_t at) { return first_bytes(text, at).size(); }

}  // namespace fm::knowledge

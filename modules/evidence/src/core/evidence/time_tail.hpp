#pragma once
// What follows the seconds of a time: fraction, AM or PM, zone. Shared by the readers of all formats.
#include "evidence/time_formats.hpp"

#include <cstddef>
#include <string_view>

namespace fm::evidence::time_reading {

constexpr bool is_digit(char c) { return static_cast<unsigned char>(c - '0') < 10; }
constexpr bool is_letter(char c) { return static_cast<unsigned char>((c | 0x20) - 'a') < 26; }
constexpr bool is_word(char c) { return is_digit(c) || is_letter(c) || c == '_'; }

/// The text with a zero behind its end, so that readers need no bounds of their own.
struct chars {
  std::string_view text;
  char operator[](std::size_t i) const { return i < text.size() ? text[i] : '\0'; }
  bool number(std::size_t at, std::size_t digits, unsigned& v) const {
    if (at + digits > text.size()) return false;
    unsigned n = 0;
    for (std::size_t i = 0; i < digits; ++i) {
      const auto d = static_cast<unsigned char>(text[at + i] - '0');
      if (d > 9) return false;
      n = n * 10 + d;
    }
    v = n;
    return true;
  }
  std::size_t digits(std::size_t at, std::size_t most) const {
    std::size_t n = 0;
    while (n < most && is_digit((*this)[at + n])) ++n;
    return n;
  }
};

/// Reads +02:00, +0200, +02 or Z at `at`; returns its length, 0 when there is none.
std::size_t read_zone_offset(const chars& c, std::size_t at, written_time& out);

/// Reads a known zone abbreviation at `at`; returns its length, 0 when there is none.
std::size_t read_zone_name(const chars& c, std::size_t at, written_time& out);

}  // namespace fm::evidence::time_reading

#include "fm/utf8/folding.hpp"

#include "folding_table.hpp"

#include <algorithm>
#include <cstdint>

namespace fm {

namespace {

std::uint32_t folded_character(std::uint32_t c) {
  auto run = std::upper_bound(folding_runs.begin(), folding_runs.end(), c,
                              [](std::uint32_t value, const folding_run& r) { return value < r.first; });
  if (run == folding_runs.begin()) return c;
  --run;
  if (c > run->last || (c - run->first) % run->step != 0) return c;
  return static_cast<std::uint32_t>(static_cast<std::int32_t>(c) + run->delta);
}

void append(std::string& out, std::uint32_t c) {
  auto tail = [&](int shift) { out += static_cast<char>(0x80 | ((c >> shift) & 0x3F)); };
  if (c < 0x80) {
    out += static_cast<char>(c);
  } else if (c < 0x800) {
    out += static_cast<char>(0xC0 | (c >> 6));
    tail(0);
  } else if (c < 0x10000) {
    out += static_cast<char>(0xE0 | (c >> 12));
    tail(6);
    tail(0);
  } else {
    out += static_cast<char>(0xF0 | (c >> 18));
    tail(12);
    tail(6);
    tail(0);
  }
}

/// How many bytes the character at the front has by its first one; 1 for what begins none.
std::size_t length_at(std::string_view text) {
  const auto lead = static_cast<unsigned char>(text.front());
  const std::size_t n = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : lead >= 0xC0 ? 2 : 1;
  if (n > text.size()) return 1;
  for (std::size_t i = 1; i < n; ++i)
    if ((static_cast<unsigned char>(text[i]) & 0xC0) != 0x80) return 1;
  return n;
}

}  // namespace

std::string folded(std::string_view text) {
  // Most texts are ASCII alone, or for long.
  const auto beyond =
      std::find_if(text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) >= 0x80; });
  std::string out;
  out.reserve(text.size());
  out.assign(text.begin(), beyond);
  for (char& c : out)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c | 0x20);
  text.remove_prefix(out.size());
  while (!text.empty()) {
    const auto n = length_at(text);
    const auto lead = static_cast<unsigned char>(text.front());
    if (n == 1) {
      const char c = text.front();
      out += c >= 'A' && c <= 'Z' ? static_cast<char>(c | 0x20) : c;
    } else {
      std::uint32_t c = lead & (0x7Fu >> n);
      for (std::size_t i = 1; i < n; ++i) c = (c << 6) | (static_cast<unsigned char>(text[i]) & 0x3F);
      append(out, folded_character(c));
    }
    text.remove_prefix(n);
  }
  return out;
}

}  // namespace fm

#include "coverage.hpp"

#include <cstddef>
#include <cstdint>

namespace fm::pdf {

namespace {

/// Numbers of a big-endian file; beyond its end they are zero.
class file_view {
 public:
  explicit file_view(std::string_view bytes) : bytes_(bytes) {}
  std::uint32_t u16(std::size_t at) const { return byte(at) << 8 | byte(at + 1); }
  std::uint32_t u32(std::size_t at) const { return u16(at) << 16 | u16(at + 2); }

 private:
  std::uint32_t byte(std::size_t at) const {
    return at < bytes_.size() ? static_cast<unsigned char>(bytes_[at]) : 0;
  }
  std::string_view bytes_;
};

std::size_t table_at(const file_view& f, std::uint32_t tag) {
  const auto count = f.u16(4);
  for (std::size_t i = 0; i < count; ++i)
    if (f.u32(12 + 16 * i) == tag) return f.u32(12 + 16 * i + 8);
  return 0;
}

void add_segments(const file_view& f, std::size_t at, coverage& out) {
  const std::size_t twice = f.u16(at + 6);
  for (std::size_t i = 0; i < twice; i += 2) {
    const auto last = f.u16(at + 14 + i), first = f.u16(at + 16 + twice + i);
    const auto delta = f.u16(at + 16 + 2 * twice + i);
    const auto range_at = at + 16 + 3 * twice + i;
    const auto range = f.u16(range_at);
    for (auto c = first; c <= last && c < 0xFFFF; ++c) {
      const auto glyph = range == 0 ? c + delta : f.u16(range_at + range + 2 * (c - first));
      if ((glyph & 0xFFFF) != 0) out.set(c);
    }
  }
}

}  // namespace

coverage coverage_of(std::string_view font) {
  coverage out;
  const file_view f(font);
  const auto cmap = table_at(f, 0x636D6170);  // "cmap"
  if (cmap == 0) return out;
  const auto count = f.u16(cmap + 2);
  for (std::size_t i = 0; i < count; ++i) {
    const auto at = cmap + f.u32(cmap + 4 + 8 * i + 4);
    if (f.u16(at) != 4) continue;
    add_segments(f, at, out);
    break;
  }
  return out;
}

}  // namespace fm::pdf

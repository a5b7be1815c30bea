#include "fm/actors/context.hpp"

#include <algorithm>

namespace fm {
namespace {

/// The finaliser of SplitMix64 (Steele, Lea, Flood 2014): every input bit reaches every output bit.
constexpr std::uint64_t scramble(std::uint64_t x) {
  x += 0x9E3779B97F4A7C15u;
  x = (x ^ (x >> 30)) * 0xBF58476D1CE4E5B9u;
  x = (x ^ (x >> 27)) * 0x94D049BB133111EBu;
  return x ^ (x >> 31);
}

std::string uuid_text(std::uint64_t high, std::uint64_t low) {
  std::string id;
  id.reserve(36);
  for (int i = 0; i < 32; ++i) {
    if (i == 8 || i == 12 || i == 16 || i == 20) id += '-';
    auto word = i < 16 ? high : low;
    id += "0123456789abcdef"[(word >> (60 - 4 * (i % 16))) & 15];
  }
  return id;
}

/// RFC 9562, 4.1.
constexpr std::uint64_t with_variant(std::uint64_t low) {
  return (low & ~(std::uint64_t{3} << 62)) | (std::uint64_t{2} << 62);
}

}  // namespace

bool has_role(const call_context& ctx, std::string_view role) {
  return std::find(ctx.roles.begin(), ctx.roles.end(), role) != ctx.roles.end();
}

std::string derive_id(std::uint64_t seed, std::uint64_t ticket, std::uint32_t index) {
  auto high = scramble(seed ^ scramble(ticket));
  auto low = scramble(high ^ scramble(seed + index));
  high = (high & ~std::uint64_t{0xF000}) | 0x4000;  // version 4
  return uuid_text(high, with_variant(low));
}

std::string derive_key(micros now, std::uint64_t seed, std::uint64_t ticket, std::uint32_t index) {
  auto time = static_cast<std::uint64_t>(std::max<micros>(now, 0));
  auto high = (time / 1000) << 16 | 0x7000 | ((time % 1000) << 12) / 1000;  // version 7
  auto low = scramble(scramble(seed ^ scramble(ticket)) ^ scramble(seed + index));
  return uuid_text(high, with_variant(low));
}

}  // namespace fm

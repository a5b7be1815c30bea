#pragma once
// The bytes of a picture from wherever evidence lies.
#include <fm/actors/outcome.hpp>

#include <algorithm>
#include <cstdint>
#include <span>
#include <string>

namespace fm::program {

/// Everything that `from`, a stream of bytes with `read` and `error`, gives; `invalid` when that is more than
/// `most` bytes, or cannot be read.
template <class Stream>
outcome<std::string> all_bytes(Stream& from, std::uint64_t most) {
  constexpr std::uint64_t block = 256 * 1024;
  std::string out;
  for (;;) {
    const auto had = out.size();
    out.resize(had + static_cast<std::size_t>(std::min(block, most + 1 - had)));
    const auto n = from.read(std::span(out).subspan(had));
    out.resize(had + n);
    if (out.size() > most) return fail(ec::invalid, "it is larger than when it was brought");
    if (n == 0) break;
  }
  if (!from.error().empty()) return fail(ec::invalid, "it " + std::string(from.error()));
  return out;
}

}  // namespace fm::program

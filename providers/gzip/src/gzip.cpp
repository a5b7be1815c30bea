#include "fm/gzip/gzip.hpp"

#include <zlib.h>

#include <algorithm>
#include <new>

namespace fm::gzip {

namespace {

constexpr int window = 15 + 16;  // the largest window, with a gzip header
constexpr int memory_level = 8;  // zlib's default

Bytef* bytes_of(std::string_view text) { return reinterpret_cast<Bytef*>(const_cast<char*>(text.data())); }

}  // namespace

std::string pack(std::string_view text, int level) {
  z_stream z{};
  if (deflateInit2(&z, level, Z_DEFLATED, window, memory_level, Z_DEFAULT_STRATEGY) != Z_OK)
    throw std::bad_alloc();
  std::string out(deflateBound(&z, text.size()), '\0');
  z.next_in = bytes_of(text);
  z.avail_in = static_cast<uInt>(text.size());
  z.next_out = bytes_of(out);
  z.avail_out = static_cast<uInt>(out.size());
  deflate(&z, Z_FINISH);
  out.resize(z.total_out);
  deflateEnd(&z);
  return out;
}

std::optional<std::string> unpack(std::string_view packed, std::size_t most) {
  z_stream z{};
  if (inflateInit2(&z, window) != Z_OK) throw std::bad_alloc();
  z.next_in = bytes_of(packed);
  z.avail_in = static_cast<uInt>(packed.size());
  std::string out;
  int state = Z_OK;
  while (state == Z_OK && out.size() < most) {
    const auto had = out.size();
    out.resize(std::min(most, std::max<std::size_t>(had * 2, 64 * 1024)));
    z.next_out = bytes_of(std::string_view(out).substr(had));
    z.avail_out = static_cast<uInt>(out.size() - had);
    state = inflate(&z, Z_NO_FLUSH);
    out.resize(z.total_out);
  }
  inflateEnd(&z);
  if (state != Z_STREAM_END) return std::nullopt;
  return out;
}

}  // namespace fm::gzip

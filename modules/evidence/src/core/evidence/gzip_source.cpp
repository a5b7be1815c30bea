#include "evidence/gzip_source.hpp"

#include <zlib.h>

#include <array>

namespace fm::evidence {
namespace {

constexpr std::size_t packed_block = 64 * 1024;
constexpr int gzip_window = 15 + 16;  // the largest window, with a gzip header

}  // namespace

struct gzip_source::inflater {
  inflater() { ready = inflateInit2(&z, gzip_window) == Z_OK; }
  ~inflater() {
    if (ready) inflateEnd(&z);
  }
  inflater(const inflater&) = delete;
  inflater& operator=(const inflater&) = delete;

  z_stream z{};
  bool ready = false;
  bool between_members = false;
  std::array<char, packed_block> input;
};

gzip_source::gzip_source(byte_source& packed, const expansion_limits& limits)
    : packed_(packed), limits_(limits), state_(std::make_unique<inflater>()) {
  if (!state_->ready) error_ = "cannot be unpacked: not enough memory for gzip";
}

gzip_source::~gzip_source() = default;

bool gzip_source::refill() {
  const auto n = packed_.read(state_->input);
  if (n == 0) {
    if (packed_.failed()) error_ = packed_.error();
    return false;
  }
  state_->z.next_in = reinterpret_cast<Bytef*>(state_->input.data());
  state_->z.avail_in = static_cast<uInt>(n);
  packed_bytes_ += n;
  return true;
}

bool gzip_source::over_limits() {
  if (unpacked_bytes_ > limits_.bytes) {
    error_ = "unpacks to more than " + std::to_string(limits_.bytes >> 20) +
             " MB: unpack it, cut out the time of the incident and give that part";
  } else if (unpacked_bytes_ > limits_.ratio_from &&
             unpacked_bytes_ / limits_.ratio > packed_bytes_ - state_->z.avail_in) {
    error_ = "unpacks to more than " + std::to_string(limits_.ratio) +
             " times its size, like a decompression bomb: if you trust it, unpack it (gunzip) and give the "
             "text file";
  }
  return !error_.empty();
}

std::size_t gzip_source::read(std::span<char> into) {
  auto& z = state_->z;
  std::size_t produced = 0;
  while (!done_ && error_.empty() && produced < into.size()) {
    if (z.avail_in == 0 && !refill()) {
      if (error_.empty() && !state_->between_members)
        note_ = "the gzip data ends early: what could be unpacked was read";
      done_ = true;
      break;
    }
    if (state_->between_members) {
      // Padding or anything else after the last member is no text of ours.
      if (*z.next_in != 0x1F || inflateReset(&z) != Z_OK) {
        done_ = true;
        break;
      }
      state_->between_members = false;
    }
    const auto room = std::min<std::size_t>(into.size() - produced, 1u << 20);
    z.next_out = reinterpret_cast<Bytef*>(into.data() + produced);
    z.avail_out = static_cast<uInt>(room);
    const int result = inflate(&z, Z_NO_FLUSH);
    const auto n = room - z.avail_out;
    produced += n;
    unpacked_bytes_ += n;
    if (over_limits()) break;
    if (result == Z_STREAM_END) {
      state_->between_members = true;
    } else if (result != Z_OK && result != Z_BUF_ERROR) {
      done_ = true;
      if (unpacked_bytes_ == 0)
        error_ = "is damaged gzip data: copy the file again";
      else
        note_ = "the gzip data is damaged: only what came before the damage was read";
    }
  }
  return produced;
}

}  // namespace fm::evidence

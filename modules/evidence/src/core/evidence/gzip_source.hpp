#pragma once
// Unpacks gzip (RFC 1952) as a stream under limits on its size and its ratio.
#include "evidence/byte_source.hpp"

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

namespace fm::evidence {

/// What an archive may cost before it is refused as a decompression bomb.
struct expansion_limits {
  std::uint64_t bytes = 2ull << 30;       ///< unpacked size, in bytes
  std::uint64_t ratio = 200;              ///< unpacked bytes per packed byte
  std::uint64_t ratio_from = 1ull << 20;  ///< unpacked size from which the ratio counts, in bytes
};

/// The unpacked bytes of a gzip stream with one or several members. Data that ends early or is damaged gives
/// what could be read and a note; a limit that is passed is an error.
class gzip_source final : public byte_source {
 public:
  /// `packed` outlives this object.
  explicit gzip_source(byte_source& packed, const expansion_limits& limits = {});
  ~gzip_source() override;

  std::size_t read(std::span<char> into) override;
  std::string_view error() const override { return error_; }

  /// What was lost, as a sentence for people; empty when nothing was.
  std::string_view note() const { return note_; }

 private:
  struct inflater;
  bool refill();
  bool over_limits();

  byte_source& packed_;
  expansion_limits limits_;
  std::unique_ptr<inflater> state_;
  std::uint64_t packed_bytes_ = 0;
  std::uint64_t unpacked_bytes_ = 0;
  bool done_ = false;
  std::string error_;
  std::string note_;
};

}  // namespace fm::evidence

#pragma once
// Turns the bytes of a file into UTF-8 text: gzip, byte order marks, UTF-16 and Windows-1252 are undone.
#include "evidence/byte_source.hpp"
#include "evidence/content_type.hpp"
#include "evidence/gzip_source.hpp"

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace fm::evidence {

/// The UTF-8 text of a file. What is no text (archives, pictures, programs) is refused by `error()`, which
/// reads after the file's name: "is a zip archive: unpack it ...".
class decoded_source final : public byte_source {
 public:
  /// `raw` outlives this object.
  explicit decoded_source(byte_source& raw, const expansion_limits& limits = {});
  ~decoded_source() override;

  /// Whole characters where `into` has room for the longest, 4 bytes; with less room a character comes in
  /// pieces.
  std::size_t read(std::span<char> into) override;
  std::string_view error() const override { return error_; }

  /// "UTF-8", "UTF-16 LE" ...; known after the first read.
  std::string_view encoding() const;
  bool was_gzip() const { return gzip_ != nullptr; }
  /// Bytes that were not valid in their encoding and became U+FFFD.
  std::uint64_t replaced() const { return replaced_; }
  /// What was assumed, replaced or lost, as sentences for people; complete at the end.
  std::vector<std::string> notes() const;

 private:
  class head_source;
  void open();
  std::size_t pull(std::span<char> into);
  std::size_t read_characters(std::span<char> into);
  std::size_t read_utf8(std::span<char> into);
  std::size_t convert(std::span<char> into);
  std::size_t convert_utf8(std::span<char> into);
  std::size_t convert_utf16(std::span<char> into, bool big_endian);
  std::size_t convert_windows_1252(std::span<char> into);

  std::unique_ptr<head_source> head_;
  std::unique_ptr<gzip_source> gzip_;
  std::unique_ptr<head_source> text_;
  expansion_limits limits_;
  bool opened_ = false;
  bool ended_ = false;
  encoding_guess guess_;
  std::string pending_;  // raw bytes that wait for conversion
  std::size_t pending_at_ = 0;
  std::string rest_;  // decoded text that the last `into` had no room for
  std::size_t rest_at_ = 0;
  std::uint64_t replaced_ = 0;
  std::string error_;
};

}  // namespace fm::evidence

#pragma once
// Splits a stream of text into lines in constant memory.
#include "evidence/byte_source.hpp"

#include <cstdint>
#include <cstring>
#include <memory>
#include <string_view>

namespace fm::evidence {

/// One line without its end of line (LF or CRLF).
struct line_view {
  std::string_view text;
  std::uint64_t number = 0;  ///< 1-based
  bool cut = false;          ///< the line was longer than `line_reader::longest_line`; the rest is skipped
};

/// Reads lines block by block. A view is valid until the next call of `next`. Terminal control sequences
/// (colours) are removed, so that no consumer meets them.
class line_reader {
 public:
  static constexpr std::size_t longest_line = 64 * 1024;  ///< in bytes
  static constexpr std::size_t default_block = 512 * 1024;

  /// `source` outlives this object; `block` is the least number of bytes kept in memory.
  explicit line_reader(byte_source& source, std::size_t block = default_block);

  /// Gives the next line; false at the end of the source.
  bool next(line_view& line) {
    const auto* newline =
        static_cast<const char*>(std::memchr(at_, '\n', static_cast<std::size_t>(end_ - at_)));
    if (newline == nullptr || skipping_) return next_slowly(line);
    give(line, newline);
    at_ = newline + 1;
    return true;
  }

  /// Bytes of decoded text taken from the source so far.
  std::uint64_t bytes() const { return bytes_; }

 private:
  void give(line_view& line, const char* stop) {
    auto length = static_cast<std::size_t>(stop - at_);
    if (length != 0 && at_[length - 1] == '\r') --length;
    line.text = {at_, length};
    line.number = ++number_;
    line.cut = false;
    if (length > longest_line) shorten(line);
  }
  static void shorten(line_view& line);
  bool next_slowly(line_view& line);
  bool fill();
  void strip_control_sequences(char* from, char* to);

  byte_source& source_;
  std::size_t capacity_;
  std::unique_ptr<char[]> buffer_;
  const char* at_;
  const char* end_;
  std::size_t held_back_ = 0;  // bytes after end_ of a control sequence that is not complete
  bool skipping_ = false;      // inside the rest of a line that was cut
  bool ended_ = false;
  std::uint64_t number_ = 0;
  std::uint64_t bytes_ = 0;
};

}  // namespace fm::evidence

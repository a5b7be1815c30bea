#pragma once
// The decoded text of one file, with its beginning at hand.
#include "evidence/byte_source.hpp"
#include "evidence/decoded_source.hpp"

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace fm::evidence {

/// Reads the first 65 KB at once: enough to tell what the file is. Then it is read on from its very
/// beginning, as a stream or, up to a bound, as a whole. A text that fits into the beginning loses the blanks
/// that all its lines begin with.
class file_text final : public byte_source {
 public:
  static constexpr std::size_t sample_bytes = 65 * 1024;  ///< more than the detectors take for a whole file

  /// `raw` outlives this object.
  explicit file_text(byte_source& raw);

  /// The beginning; the whole text when `complete()`.
  std::string_view sample() const { return read_ahead_; }
  bool complete() const { return complete_; }
  /// Nothing but blanks.
  bool blank() const { return complete_ && read_ahead_.find_first_not_of(" \t\r\n") == std::string::npos; }
  /// Reads on until the text is whole; false when it is longer than `most` bytes (nothing is lost then).
  bool make_whole(std::size_t most);
  /// The whole text, moved out.
  std::string take() { return std::move(read_ahead_); }

  std::size_t read(std::span<char> into) override;
  std::string_view error() const override { return text_.error(); }
  std::vector<std::string> notes() const { return text_.notes(); }

 private:
  bool read_ahead(std::size_t bytes);

  decoded_source text_;
  std::string read_ahead_;
  std::size_t given_ = 0;  // of read_ahead_, to whoever reads the stream
  bool complete_ = false;
};

}  // namespace fm::evidence

#pragma once
// Where bytes come from: the analysis pulls, the edge supplies files, pipes and uploads.
#include <algorithm>
#include <cstddef>
#include <cstring>
#include <span>
#include <string_view>

namespace fm::evidence {

/// A stream of bytes that is pulled once from its beginning to its end.
class byte_source {
 public:
  virtual ~byte_source() = default;

  /// Fills a prefix of `into` and returns its length; 0 is the end, or an error that `error()` names.
  virtual std::size_t read(std::span<char> into) = 0;

  /// What went wrong, as a sentence for people; empty while nothing did.
  virtual std::string_view error() const { return {}; }

  bool failed() const { return !error().empty(); }
};

/// Bytes that are in memory already; the caller keeps them alive. `block` bounds the length of one read.
class memory_source final : public byte_source {
 public:
  explicit memory_source(std::string_view bytes, std::size_t block = std::string_view::npos)
      : rest_(bytes), block_(block) {}

  std::size_t read(std::span<char> into) override {
    const auto n = std::min({into.size(), rest_.size(), block_});
    if (n != 0) std::memcpy(into.data(), rest_.data(), n);
    rest_.remove_prefix(n);
    return n;
  }

 private:
  std::string_view rest_;
  std::size_t block_;
};

}  // namespace fm::evidence

#pragma once
// Hashes and what is built from them.
#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>

namespace fm::crypto {

using digest256 = std::array<std::uint8_t, 32>;
using digest384 = std::array<std::uint8_t, 48>;

digest256 sha256(std::string_view bytes);
digest384 sha384(std::string_view bytes);

/// SHA-256 of what comes in pieces.
class sha256_stream {
 public:
  sha256_stream();
  sha256_stream(sha256_stream&&) noexcept;
  sha256_stream& operator=(sha256_stream&&) noexcept;
  ~sha256_stream();
  void update(std::string_view piece);
  /// Ends the hash; the stream is of no use afterwards.
  digest256 finish();

 private:
  struct context;
  std::unique_ptr<context> context_;
};

/// HMAC-SHA-256 under one key, which is prepared once. Thread-safe.
class hmac_sha256 {
 public:
  explicit hmac_sha256(std::string_view key);
  hmac_sha256(hmac_sha256&&) noexcept;
  hmac_sha256& operator=(hmac_sha256&&) noexcept;
  ~hmac_sha256();
  digest256 operator()(std::string_view message) const;

 private:
  struct keyed;
  std::unique_ptr<keyed> keyed_;
};

/// HKDF-SHA-256 (RFC 5869) without salt: a key of its own for each purpose of one secret.
std::string hkdf_sha256(std::string_view secret, std::string_view purpose, std::size_t bytes);

/// Takes the same time wherever the texts differ; their lengths are not hidden.
bool equal_in_constant_time(std::string_view a, std::string_view b);

/// Lower-case hexadecimal digits.
std::string hex(std::span<const std::uint8_t> bytes);
/// The bytes of a digest as text.
template <std::size_t N>
std::string_view bytes_of(const std::array<std::uint8_t, N>& digest) {
  return {reinterpret_cast<const char*>(digest.data()), N};
}

}  // namespace fm::crypto

#include "fm/crypto/hash.hpp"

#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/kdf.h>
#include <openssl/params.h>
#include <openssl/sha.h>

#include <new>
#include <stdexcept>

// The SHA-2 functions of OpenSSL 1.1 are used on purpose where a hash is on the path of every request: they
// hash without an allocation and without a look-up of the algorithm.
#pragma GCC diagnostic ignored "-Wdeprecated-declarations"

namespace fm::crypto {

namespace {

constexpr std::size_t block = 64;

const unsigned char* raw(std::string_view s) { return reinterpret_cast<const unsigned char*>(s.data()); }

}  // namespace

digest256 sha256(std::string_view bytes) {
  digest256 out;
  SHA256(raw(bytes), bytes.size(), out.data());
  return out;
}

digest384 sha384(std::string_view bytes) {
  digest384 out;
  SHA384(raw(bytes), bytes.size(), out.data());
  return out;
}

struct sha256_stream::context {
  SHA256_CTX state;
};
sha256_stream::sha256_stream() : context_(std::make_unique<context>()) { SHA256_Init(&context_->state); }
sha256_stream::sha256_stream(sha256_stream&&) noexcept = default;
sha256_stream& sha256_stream::operator=(sha256_stream&&) noexcept = default;
sha256_stream::~sha256_stream() = default;
void sha256_stream::update(std::string_view piece) {
  SHA256_Update(&context_->state, piece.data(), piece.size());
}
digest256 sha256_stream::finish() {
  digest256 out;
  SHA256_Final(out.data(), &context_->state);
  return out;
}

struct hmac_sha256::keyed {
  SHA256_CTX inner;
  SHA256_CTX outer;
  ~keyed() { OPENSSL_cleanse(this, sizeof *this); }
};
hmac_sha256::hmac_sha256(std::string_view key) : keyed_(std::make_unique<keyed>()) {
  std::array<unsigned char, block> pad{};
  if (key.size() > block) {
    auto short_key = sha256(key);
    std::copy(short_key.begin(), short_key.end(), pad.begin());
  } else {
    std::copy(key.begin(), key.end(), pad.begin());
  }
  for (auto& c : pad) c ^= 0x36;
  SHA256_Init(&keyed_->inner);
  SHA256_Update(&keyed_->inner, pad.data(), block);
  for (auto& c : pad) c ^= 0x36 ^ 0x5c;
  SHA256_Init(&keyed_->outer);
  SHA256_Update(&keyed_->outer, pad.data(), block);
  OPENSSL_cleanse(pad.data(), pad.size());
}
hmac_sha256::hmac_sha256(hmac_sha256&&) noexcept = default;
hmac_sha256& hmac_sha256::operator=(hmac_sha256&&) noexcept = default;
hmac_sha256::~hmac_sha256() = default;
digest256 hmac_sha256::operator()(std::string_view message) const {
  digest256 out;
  auto inner = keyed_->inner;
  SHA256_Update(&inner, message.data(), message.size());
  SHA256_Final(out.data(), &inner);
  auto outer = keyed_->outer;
  SHA256_Update(&outer, out.data(), out.size());
  SHA256_Final(out.data(), &outer);
  return out;
}

std::string hkdf_sha256(std::string_view secret, std::string_view purpose, std::size_t bytes) {
  // Extract with a salt of zeros, then expand.
  std::string zeros(32, '\0');
  auto pseudo_random = hmac_sha256(zeros)(secret);
  hmac_sha256 expand(bytes_of(pseudo_random));
  std::string out;
  std::string last;
  for (char i = 1; out.size() < bytes; ++i) {
    if (i == 127) throw std::invalid_argument("a derived key of so many bytes is not needed");
    auto next = expand(last + std::string(purpose) + i);
    last = bytes_of(next);
    out += last;
  }
  out.resize(bytes);
  return out;
}

bool equal_in_constant_time(std::string_view a, std::string_view b) {
  return a.size() == b.size() && CRYPTO_memcmp(a.data(), b.data(), a.size()) == 0;
}

std::string hex(std::span<const std::uint8_t> bytes) {
  constexpr std::string_view digits = "0123456789abcdef";
  std::string out;
  out.reserve(2 * bytes.size());
  for (auto b : bytes) {
    out += digits[b >> 4];
    out += digits[b & 15];
  }
  return out;
}

}  // namespace fm::crypto

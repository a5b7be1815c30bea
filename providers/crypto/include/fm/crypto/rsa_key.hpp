#pragma once
// RSA keys that sign tokens.
#include <fm/actors/outcome.hpp>

#include <memory>
#include <string>
#include <string_view>

namespace fm::crypto {

/// Cheap to copy; thread-safe.
class rsa_key {
 public:
  /// From a PEM text with a private key of at least 2048 bits; the failure says what is wrong with it.
  static outcome<rsa_key> from_pem(std::string_view pem);
  static rsa_key generate(int bits = 2048);

  std::string to_pem() const;
  /// RSASSA-PKCS1-v1_5 with SHA-256.
  std::string sign(std::string_view message) const;
  bool verify(std::string_view message, std::string_view signature) const;
  /// Modulus and exponent in base64url, as a JWK shows them.
  std::string modulus() const;
  std::string exponent() const;

 private:
  struct key;
  explicit rsa_key(std::shared_ptr<const key> k) : key_(std::move(k)) {}
  std::string number(const char* name) const;
  std::shared_ptr<const key> key_;
};

}  // namespace fm::crypto

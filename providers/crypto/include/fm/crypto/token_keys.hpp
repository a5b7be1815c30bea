#pragma once
// Signed tokens (RFC 7519) under one key and one algorithm.
#include <fm/actors/outcome.hpp>
#include <fm/crypto/hash.hpp>
#include <fm/crypto/rsa_key.hpp>
#include <fm/json/value.hpp>

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace fm::crypto {

/// What is published of a key (RFC 7517); nothing of a shared secret.
struct public_key {
  std::string type;       ///< "oct" or "RSA"
  std::string algorithm;  ///< "HS256" or "RS256"
  std::string id;
  std::string modulus;  ///< RSA only, base64url
  std::string exponent;
};

/// Thread-safe.
class token_keys {
 public:
  static token_keys hs256(std::string_view secret);
  static token_keys rs256(rsa_key key);

  std::string sign(const json::value& claims) const;
  /// The claims of a token that was signed with this key. The header must name this algorithm and may ask
  /// for nothing that is not understood; times are not looked at. The failure is `unauthenticated`.
  outcome<json::value> verify(std::string_view token) const;

  const public_key& shown() const { return shown_; }
  /// A key for another purpose, made of the secret part of this one.
  std::string derive(std::string_view purpose, std::size_t bytes) const;

 private:
  token_keys(public_key shown, std::string secret);
  std::string signature(std::string_view message) const;
  bool fits(std::string_view message, std::string_view signature) const;
  std::optional<failure> check_header(std::string_view encoded) const;

  public_key shown_;
  std::string secret_;
  std::optional<rsa_key> rsa_;
  hmac_sha256 hmac_;
  std::string header_;  ///< encoded, as this program writes it
};

}  // namespace fm::crypto

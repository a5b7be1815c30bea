#pragma once
// Where the server's keys come from.
#include <fm/actors/outcome.hpp>
#include <fm/actors/secret.hpp>
#include <fm/crypto/token_keys.hpp>

#include <memory>
#include <string>

namespace fm::jwt {

struct key_settings {
  std::string algorithm = "HS256";  ///< or RS256
  secret<> shared_secret{};         ///< HS256: as configured; empty: that of `secret_file`
  std::string secret_file{};        ///< HS256: is made on the first start, for its owner only
  std::string private_key_file{};   ///< RS256: PEM
  bool may_be_weak = false;         ///< a secret that is short or known from sample files is taken too
};

/// The keys, or a sentence that says which setting or file is wrong and what would be right. A secret that it
/// makes is durable before it is used.
outcome<std::shared_ptr<const crypto::token_keys>> load_keys(const key_settings& s);

/// The secret that a file holds, for its owner only; the file is made when there is none. Fails with a
/// sentence when it cannot be trusted: others may read it, or it is shorter than 32 characters.
outcome<secret<>> secret_in_file(const std::string& path);

}  // namespace fm::jwt

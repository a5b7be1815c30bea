#pragma once
// The port to whoever says who a caller is.
#include <fm/actors/context.hpp>
#include <fm/actors/outcome.hpp>

#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace fm::providers {

/// Who presented a token, as the token and nobody else says it.
struct principal {
  std::string user;  ///< its id
  std::string email;
  std::string username;
  std::vector<std::string> roles;
  std::string token_id;  ///< `jti` of the token
  std::string family;    ///< the sign-in that the token comes from
  micros expires = 0;
  bool by_key = false;      ///< an API key of theirs, not they themselves
  bool reads_only = false;  ///< the key allows nothing that changes something
};

/// How API keys begin, so that they can be told from tokens (and found by scanners of secrets).
inline constexpr std::string_view api_key_prefix = "fmk_";

/// Verifies bearer tokens. Thread-safe and quick: it is called for every request on the thread of the
/// connection.
class identity {
 public:
  virtual ~identity() = default;
  /// Fails with `unauthenticated` and a sentence that says why: malformed, forged, expired, not an access
  /// token, revoked, or of a user who may not sign in any more.
  virtual outcome<std::shared_ptr<const principal>> verify(std::string_view token, micros now) = 0;
};

}  // namespace fm::providers

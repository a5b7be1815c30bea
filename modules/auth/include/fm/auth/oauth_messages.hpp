#pragma once
// OAuth 2.0 for clients that open the dashboard to sign in: authorization code with PKCE (RFC 6749, RFC
// 7636).
#include "fm/auth/account_messages.hpp"

#include <string>

namespace fm::auth {

/// Whether a client may ask for a code to be sent to an address; `invalid` says what is wrong.
struct check_client {
  using reply_type = done;
  std::string client;
  std::string redirect;
};

struct code_made {
  secret<> code;
};

/// The caller lets a client sign in as them: a code that can be redeemed once, for two minutes.
struct authorize_client {
  using reply_type = code_made;
  std::string client;
  std::string redirect;
  std::string challenge;  ///< S256: base64url of SHA-256 of the verifier
};

/// Exchanges a code for tokens; `invalid` in the same words whatever does not fit. A code that is used again
/// ends the sign-in that it began.
struct redeem_code {
  using reply_type = signed_in;
  static constexpr auto timeout = 25 * second;
  secret<> code;
  secret<> verifier;
  std::string client;
  std::string redirect;
};

/// Ends the sign-in that a refresh token comes from; one that is not known is no failure (RFC 7009).
struct revoke_refresh {
  using reply_type = done;
  secret<> token;
};

}  // namespace fm::auth

#pragma once
// Says who a caller is from the access tokens of this server.
#include <fm/crypto/token_keys.hpp>
#include <fm/jwt/revocation_board.hpp>
#include <fm/providers/identity.hpp>

#include <cstddef>
#include <memory>

namespace fm::jwt {

/// Remembers so many verified tokens, so that the signature is checked once per token and not per request.
inline constexpr std::size_t remembered_tokens = 16'384;

std::shared_ptr<providers::identity> make_identity(std::shared_ptr<const crypto::token_keys> keys,
                                                   std::shared_ptr<const revocation_board> revoked,
                                                   std::size_t remembered = remembered_tokens);

}  // namespace fm::jwt

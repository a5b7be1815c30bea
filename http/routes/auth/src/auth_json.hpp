#pragma once
// The JSON of accounts and tokens (contract: UserResponse and its neighbours).
#include <fm/auth/messages.hpp>
#include <fm/http/route.hpp>
#include <fm/json/value.hpp>

namespace fm::http {

/// Without `with_verified` it is the user of a sign-in.
json::value user_json(const auth::user_record& u, bool with_verified);
/// A pair of tokens; nobody may store the answer that carries it.
json::value tokens_json(const auth::token_pair& p);
json::value key_json(const auth::published_key& k);
json::value discovery_json(const auth::published_key& k);

parsed<auth::register_user> parse_register(const exchange& x);
parsed<auth::sign_in> parse_sign_in(const exchange& x);
parsed<auth::refresh_tokens> parse_refresh(const exchange& x);
parsed<auth::sign_out> parse_sign_out(const exchange& x);

}  // namespace fm::http

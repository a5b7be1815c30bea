#pragma once
// The rows of accounts and tokens, root dialect.
#include <fm/auth/messages.hpp>
#include <fm/http/route.hpp>

namespace fm::http {

using auth_actor = actors::handle<auth::register_user, auth::sign_in, auth::refresh_tokens, auth::sign_out,
                                  auth::sign_out_everywhere, auth::get_profile, auth::get_published_key,
                                  auth::load_revocations>;

/// Everything below /auth, and the two documents below /.well-known.
route_table auth_routes(actors::system& sys, const auth_actor& accounts);

}  // namespace fm::http

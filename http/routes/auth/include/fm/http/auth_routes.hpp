#pragma once
// The rows of accounts, tokens and keys, in both dialects.
#include <fm/auth/messages.hpp>
#include <fm/http/route.hpp>
#include <fm/sessions/messages.hpp>

#include <string>
#include <vector>

namespace fm::http {

using auth_actor =
    actors::handle<auth::register_user, auth::sign_in, auth::refresh_tokens, auth::sign_out,
                   auth::sign_out_everywhere, auth::get_profile, auth::get_published_key,
                   auth::load_revocations, auth::dev_sign_in, auth::change_own_password, auth::reset_password,
                   auth::list_users, auth::get_user, auth::change_user, auth::grant_reset, auth::list_audit,
                   auth::make_key, auth::list_keys, auth::revoke_key, auth::check_client,
                   auth::authorize_client, auth::redeem_code, auth::revoke_refresh, auth::join,
                   auth::make_invite, auth::list_invites, auth::withdraw_invite, auth::delete_own_account,
                   auth::delete_user>;
using sign_in_sessions = actors::handle<sessions::open_session, sessions::delete_sessions>;

/// Everything below /auth at the root, and the two documents below /.well-known.
route_table auth_routes(actors::system& sys, const auth_actor& accounts);
/// New passwords, keys for scripts, and what administrators do: /auth/password, /auth/password-reset,
/// /auth/api-keys, /admin/users, /admin/audit-log.
route_table account_routes(actors::system& sys, const auth_actor& accounts);
/// How accounts come and go: /admin/invites, DELETE /auth/me and DELETE /admin/users/{user_id}. An invite is
/// shown as a link to a page of the dashboard, which is at `dashboard`, or else at this server.
route_table membership_routes(actors::system& sys, const auth_actor& accounts,
                              const std::string& dashboard = {});
/// Signing in and out below /api/v1/auth, each sign-in with a session, and /v1/auth/logout. `registration` is
/// what clients are told: open, invite or closed.
route_table auth_v1_routes(actors::system& sys, const auth_actor& accounts, const sign_in_sessions& sessions,
                           const std::string& registration = "open");
/// Has the rows of sign-ins notice a proxy that FM_TRUSTED_PROXIES should name; the log says so.
void watch_proxies(std::vector<route_table>& tables);
/// /api/v1/auth/oauth: authorization code with PKCE.
route_table oauth_routes(actors::system& sys, const auth_actor& accounts);

}  // namespace fm::http

#pragma once
// The JSON of accounts and tokens (contract: UserResponse and its neighbours).
#include <fm/auth/messages.hpp>
#include <fm/http/fields.hpp>
#include <fm/http/route.hpp>
#include <fm/json/value.hpp>

namespace fm::http {

/// Without `with_verified` it is the user of a sign-in.
json::value user_json(const auth::user_record& u, bool with_verified);
/// A pair of tokens; nobody may store the answer that carries it.
json::value tokens_json(const auth::token_pair& p);
/// An account as the clients of /api/v1 read it, with the names of both generations.
json::value user_v1_json(const auth::user_record& u);
/// An account as administrators see it.
json::value account_json(const auth::user_record& u);
json::value key_json(const auth::published_key& k);
json::value discovery_json(const auth::published_key& k);

/// The secret text of that name; missing and empty are findings.
secret<> secret_of(fields& f, std::string_view name, std::size_t most = 8'192);
/// A new password of that name, by the rules of accounts.
secret<> new_password_of(fields& f, std::string_view name);
std::string email_of(fields& f);
/// A command about the account that the path names.
template <class M>
parsed<M> for_user(const exchange& x, M m) {
  m.user_id = x.request->path_args.at(0);
  if (!is_uuid(m.user_id)) return unknown_object("user", m.user_id);
  return m;
}
/// The same as `problem`, with the code for what the last admin cannot do.
response last_admin(const failure& why);
/// What somebody is told who could not register.
response not_registered(const failure& why);
response secret_response(int status, const json::value& body);

parsed<auth::register_user> parse_register(const exchange& x);
parsed<auth::sign_in> parse_sign_in(const exchange& x);
parsed<auth::refresh_tokens> parse_refresh(const exchange& x);
parsed<auth::sign_out> parse_sign_out(const exchange& x);

}  // namespace fm::http

#include "token_job.hpp"

#include <fm/crypto/base64url.hpp>
#include <fm/crypto/hash.hpp>
#include <fm/crypto/random.hpp>
#include <fm/crypto/seal.hpp>
#include <fm/json/members.hpp>
#include <fm/json/value.hpp>
#include <fm/providers/revocations.hpp>

#include <algorithm>
#include <utility>

namespace fm::auth {

namespace {

failure refused(const char* why) { return fail(ec::unauthenticated, why); }

json::value pair_json(const token_pair& p) {
  json::value out;
  out.set("access", p.access.expose()).set("refresh", p.refresh.expose());
  out.set("access_ends", p.access_ends).set("refresh_ends", p.refresh_ends);
  out.set("access_seconds", std::int64_t{p.access_seconds})
      .set("refresh_seconds", std::int64_t{p.refresh_seconds});
  return out;
}
token_pair pair_of(const json::value& v) {
  token_pair p;
  p.access = secret<>(json::text_of(v, "access"));
  p.refresh = secret<>(json::text_of(v, "refresh"));
  p.access_ends = json::integer_of(v, "access_ends");
  p.refresh_ends = json::integer_of(v, "refresh_ends");
  p.access_seconds = static_cast<std::uint32_t>(json::integer_of(v, "access_seconds"));
  p.refresh_seconds = static_cast<std::uint32_t>(json::integer_of(v, "refresh_seconds"));
  return p;
}

/// Not before the time from which tokens of the user are good, which may lie in the future of a clock that
/// was set back.
micros issue_time(const issue_tokens& m) {
  return m.not_before == forever ? m.now : std::max(m.now, m.not_before);
}

}  // namespace

token_job::token_job(std::shared_ptr<const crypto::token_keys> keys, micros access_lifetime,
                     micros refresh_lifetime)
    : keys_(std::move(keys)),
      access_lifetime_(access_lifetime),
      refresh_lifetime_(refresh_lifetime),
      seal_key_(keys_->derive("fm.auth.successor", crypto::seal_key_bytes)) {}

issued token_job::run(const issue_tokens& m, actors::worker_env&) {
  const auto at = issue_time(m);
  const auto iat = m.now / second;
  auto access_end = iat + access_lifetime_ / second;
  auto refresh_end = iat + refresh_lifetime_ / second;
  json::array roles;
  for (const auto& r : m.user.roles) roles.emplace_back(r);
  json::value access;
  access.set("sub", m.user.id).set("email", m.user.email).set("username", m.user.username);
  access.set("roles", std::move(roles)).set("type", "access");
  access.set("jti", m.access_id).set("sid", m.family).set("iat", iat).set("exp", access_end);
  access.set(providers::issued_claim, at);
  json::value refresh;
  refresh.set("sub", m.user.id).set("type", "refresh");
  refresh.set("jti", m.refresh_id).set("sid", m.family).set("iat", iat).set("exp", refresh_end);
  issued out;
  out.at = at;
  out.pair.access = secret<>(keys_->sign(access));
  out.pair.refresh = secret<>(keys_->sign(refresh));
  out.pair.access_ends = access_end * second;
  out.pair.refresh_ends = refresh_end * second;
  out.pair.access_seconds = static_cast<std::uint32_t>(access_lifetime_ / second);
  out.pair.refresh_seconds = static_cast<std::uint32_t>(refresh_lifetime_ / second);
  if (!m.replaces.empty())
    out.sealed = secret<>(crypto::seal(seal_key_, json::write(pair_json(out.pair)), m.replaces));
  return out;
}

outcome<refresh_claims> token_job::run(const read_refresh_token& m, actors::worker_env&) {
  auto claims = keys_->verify(m.token.expose());
  if (!claims) return claims.error();
  auto type = json::text_of(*claims, "type");
  if (type == "access") return refused("this is an access token; a refresh token is needed");
  if (type != "refresh") return refused("this is not a refresh token");
  if (json::integer_of(*claims, "exp") * second <= m.now) return refused("the refresh token has expired");
  refresh_claims out{json::text_of(*claims, "jti"), json::text_of(*claims, "sub"),
                     json::text_of(*claims, "sid")};
  if (out.id.empty()) return refused("the refresh token is malformed");
  return out;
}

outcome<token_pair> token_job::run(const open_sealed_pair& m, actors::worker_env&) {
  auto text = crypto::unseal(seal_key_, m.sealed.expose(), m.replaces);
  // The key has changed since: nobody can give the same pair again.
  if (!text) return refused("the refresh token was used before; sign in again");
  return pair_of(json::parse(*text).root);
}

secret_made token_job::run(const make_secret& m, actors::worker_env&) {
  constexpr std::size_t bytes = 32;
  auto text = m.prefix + crypto::to_base64url(crypto::random_bytes(bytes));
  auto hash = crypto::hex(crypto::sha256(text));
  return {secret<>(std::move(text)), std::move(hash)};
}

digests token_job::run(const digest_secret& m, actors::worker_env&) {
  const auto verifier = crypto::sha256(m.verifier.expose());
  return {crypto::hex(crypto::sha256(m.text.expose())), crypto::to_base64url(crypto::bytes_of(verifier))};
}

}  // namespace fm::auth

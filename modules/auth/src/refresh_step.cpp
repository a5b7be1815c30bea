#include "auth_step.hpp"

#include <fm/providers/db.hpp>
#include <fm/providers/revocations.hpp>

#include <utility>
#include <vector>

namespace fm::auth {

namespace {

failure refused(const char* why) { return fail(ec::unauthenticated, why); }

/// The pair that has replaced a token, when it was asked for a moment ago.
flow<signed_in> give_again(auth_state& s, store::refresh_row row, effects& fx) {
  if (row.sealed.empty() || fx.now() > row.used + s.how.reuse_window) {
    // Somebody has a token that was used up, and nobody can know who.
    co_await end_family(s, row.family, fx);
    co_return refused("the refresh token was used before; the whole sign-in has ended: sign in again");
  }
  secret<> sealed(row.sealed);
  auto pair = co_await fx.ask<open_sealed_pair>(sealed, row.id);
  signed_in out;
  out.user = row.owner.user;
  out.tokens = pair;
  co_return out;
}

}  // namespace

flow<signed_in> on(auth_state& s, refresh_tokens m, effects& fx) {
  keep_up(s, fx);
  auto now = fx.now();
  auto claims = co_await fx.ask<read_refresh_token>(m.token, now);
  auto lookup = store::refresh_by_id(claims.id);
  // A second round when somebody else has used the same token meanwhile.
  for (int round = 0; round < 2; ++round) {
    auto found = co_await fx.ask<db::query>(lookup);
    if (found.rows.empty()) co_return refused("the refresh token is not known, or has expired");
    auto row = store::refresh_of(found.rows.front());
    if (row.revoked != 0) co_return refused("the refresh token has been revoked");
    if (row.expires <= fx.now()) co_return refused("the refresh token has expired");
    if (!row.owner.user.active) co_return refused("the account is inactive");
    if (row.used != 0) co_return co_await give_again(s, row, fx);
    auto refresh_id = fx.new_key();
    auto tokens = co_await issue(row.owner, row.family, refresh_id, row.id, fx);
    auto used = fx.now();
    std::vector<db::operation> unit{store::use_refresh(row.id, used, tokens.sealed.expose()),
                                    store::insert_refresh(refresh_id, row.owner.user.id, row.family,
                                                          tokens.at, tokens.pair.refresh_ends)};
    auto stored = co_await fx.try_ask<db::transact>(std::move(unit));
    if (stored) {
      s.sealed_until = used + s.how.reuse_window;
      signed_in out;
      out.user = row.owner.user;
      out.tokens = tokens.pair;
      co_return out;
    }
    if (stored.error().code != ec::conflict) co_return stored.error();
  }
  co_return fail(ec::busy, "the refresh token is in use; try again", 1);
}

flow<done> end_family(auth_state& s, std::string family, effects& fx) {
  auto now = fx.now();
  auto until = now + s.how.access_lifetime;
  std::vector<db::operation> unit{store::revoke_family(family, now), store::deny(family, until)};
  co_await fx.ask<db::transact>(std::move(unit));
  std::vector<providers::denied> ids;
  ids.push_back({family, until});
  co_await fx.ask<providers::publish_revocations>(std::move(ids));
  co_return done{};
}

flow<done> on(auth_state& s, revoke_refresh m, effects& fx) {
  keep_up(s, fx);
  auto now = fx.now();
  auto claims = co_await fx.try_ask<read_refresh_token>(m.token, now);
  if (!claims) co_return done{};
  auto lookup = store::refresh_by_id(claims->id);
  auto found = co_await fx.ask<db::query>(lookup);
  if (found.rows.empty()) co_return done{};
  auto row = store::refresh_of(found.rows.front());
  co_return co_await end_family(s, row.family, fx);
}

}  // namespace fm::auth

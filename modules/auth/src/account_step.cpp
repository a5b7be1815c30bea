#include "auth_step.hpp"
#include "fm/auth/audit.hpp"

#include <fm/providers/db.hpp>
#include <fm/providers/revocations.hpp>
#include <fm/utf8/folding.hpp>

#include <algorithm>
#include <utility>
#include <vector>

namespace fm::auth {

namespace {

failure gone_or_inactive() { return fail(ec::unauthenticated, "the account is gone or inactive"); }

/// Remembers a failed sign-in for the audit log.
flow<done> note_failure(sign_in m, effects& fx) {
  std::vector<db::operation> unit{audit(fx, "sign_in.failed", m.login, "from " + m.address)};
  // What cannot be noted now does not change the answer.
  co_await fx.try_ask<db::transact>(std::move(unit));
  co_return done{};
}

}  // namespace

failure too_busy(failure why) {
  constexpr std::uint32_t wait = 2;  // seconds, until some passwords are hashed
  if (why.code != ec::busy) return why;
  return fail(ec::rate_limited, "too many sign-ins at the same time; try again in a moment", wait);
}

outcome<guess> begin_guess(auth_state& s, std::string what, std::string address, effects& fx) {
  const auto wait = s.limits.begin(what, address, fx.steady());
  if (wait > 0)
    return fail(ec::rate_limited,
                "too many failed attempts; try again in " + std::to_string(wait) + " seconds", wait);
  return guess{std::move(what), std::move(address)};
}

void forgive(auth_state& s, const guess& g) { s.limits.give_back(g.what, g.address); }

flow<bool> fits_password(auth_state& s, store::user_row owner, secret<> password, guess g, effects& fx) {
  secret<> stored(owner.password_hash);
  auto check = co_await fx.try_ask<check_password>(password, stored);
  if (!check) {
    if (check.error().code == ec::busy) forgive(s, g);
    co_return too_busy(check.error());
  }
  if (check->fits) forgive(s, g);
  co_return check->fits;
}

flow<issued> issue(store::user_row owner, std::string family, std::string refresh_id, std::string replaces,
                   effects& fx) {
  auto now = fx.now();
  auto access_id = fx.new_key();
  auto out = co_await fx.ask<issue_tokens>(owner.user, now, owner.tokens_from, family, access_id, refresh_id,
                                           replaces);
  co_return out;
}

flow<signed_in> on(auth_state& s, sign_in m, effects& fx) {
  keep_up(s, fx);
  auto lookup = store::user_by_login(m.login);
  auto found = co_await fx.ask<db::query>(lookup);
  store::user_row owner;
  if (!found.rows.empty()) owner = store::user_of(found.rows.front());
  // By whichever name, and at whichever door: an account is guessed at so often.
  auto counted =
      begin_guess(s, "account " + (found.rows.empty() ? folded(m.login) : owner.user.id), m.address, fx);
  if (!counted) co_return counted.error();
  auto fits = co_await fits_password(s, owner, m.password, *counted, fx);
  if (!fits) {
    co_await note_failure(m, fx);
    co_return fail(ec::unauthenticated, "the email or the password is wrong");
  }
  if (!owner.user.active) co_return fail(ec::unauthenticated, "the account is inactive");
  std::vector<db::operation> unit{audit_of_user(owner.user.id, "sign_in", "from " + m.address, fx)};
  auto family = fx.new_key();
  co_return co_await open_sign_in(owner, family, std::move(unit), fx);
}

flow<signed_in> open_sign_in(store::user_row owner, std::string family, std::vector<db::operation> unit,
                             effects& fx) {
  auto refresh_id = fx.new_key();
  auto now = fx.now();
  auto tokens = co_await issue(owner, family, refresh_id, "", fx);
  unit.push_back(store::open_refresh(refresh_id, owner, family, tokens.at, tokens.pair.refresh_ends));
  unit.push_back(store::set_last_login(owner.user.id, now));
  auto opened = co_await fx.try_ask<db::transact>(std::move(unit));
  if (!opened && opened.error().code == ec::conflict &&
      opened.error().text.find("open_refresh") != std::string::npos)
    co_return fail(ec::unauthenticated,
                   "the account or its password has been changed meanwhile: sign in again");
  if (!opened) co_return opened.error();
  owner.user.last_login = now;
  signed_in out;
  out.user = owner.user;
  out.tokens = tokens.pair;
  co_return out;
}

db::operation audit_of_user(const std::string& user, const char* action, const std::string& detail,
                            effects& fx) {
  auto record = audit(fx, action, user, detail);
  constexpr std::size_t who = 2;
  record.params.at(who) = db::value(user);  // the caller has no token yet
  return record;
}

flow<done> on(auth_state& s, sign_out m, effects& fx) {
  keep_up(s, fx);
  auto now = fx.now();
  // No token of the sign-in can live longer than one that is issued this moment.
  auto until = std::max(m.expires, now + s.how.access_lifetime);
  std::vector<db::operation> unit{store::deny(m.token_id, until)};
  std::vector<providers::denied> ids;
  ids.push_back({m.token_id, until});
  if (!m.family.empty()) {
    unit.push_back(store::deny(m.family, until));
    unit.push_back(store::revoke_family(m.family, now));
    ids.push_back({m.family, until});
  }
  co_await fx.ask<db::transact>(std::move(unit));
  co_await fx.ask<providers::publish_revocations>(std::move(ids));
  co_return done{};
}

flow<done> on(auth_state& s, sign_out_everywhere, effects& fx) {
  keep_up(s, fx);
  auto now = fx.now();
  const auto user = fx.ctx().user;
  std::vector<db::operation> unit{store::void_access_tokens(user, now), store::revoke_user(user, now)};
  auto stored = co_await fx.ask<db::transact>(std::move(unit));
  auto good_from = store::new_cutoff(stored.sets.at(0), now);
  co_return co_await publish_cutoff(user, good_from, fx);
}

flow<user_record> on(auth_state&, get_profile, effects& fx) {
  auto lookup = store::user_by_id(fx.ctx().user);
  auto found = co_await fx.ask<db::query>(lookup);
  if (found.rows.empty()) co_return gone_or_inactive();
  auto owner = store::user_of(found.rows.front());
  if (!owner.user.active) co_return gone_or_inactive();
  co_return owner.user;
}

published_key on(auth_state& s, get_published_key, effects&) { return s.key; }

}  // namespace fm::auth

// Ways to an account beside its password: developers' sign-in, and what replaces a password.
#include "account_making.hpp"
#include "auth_step.hpp"
#include "fm/auth/account_rules.hpp"
#include "fm/auth/audit.hpp"
#include "grant_store.hpp"

#include <algorithm>
#include <utility>

namespace fm::auth {

namespace {

constexpr micros reset_lifetime = 24 * 60 * minute;
/// The account that dev-login makes an admin of (contract README, row "sign-in").
constexpr const char* dev_admin = "admin";

flow<store::user_row> make_dev_account(dev_sign_in m, effects& fx) {
  store::user_row owner;
  auto& u = owner.user;
  u.id = fx.new_key();
  u.username = m.username;
  const bool is_address = email_fault(m.username).empty();
  if (m.email.empty()) m.email = is_address ? m.username : "user-" + u.id + "@dev.invalid";
  u.email = lower_case(m.email);
  u.full_name = m.full_name;
  u.created = fx.now();
  u.roles = m.username == dev_admin ? admin_roles() : user_roles();
  u.developer = true;
  for (auto fault : {email_fault(u.email), username_fault(u.username, u.email), full_name_fault(u.full_name)})
    if (!fault.empty()) co_return fail(ec::invalid, std::string(fault));
  // The first account of an empty database is no admin here: it has no password.
  std::vector<db::operation> unit{store::insert_user(u, "", u.roles),
                                  audit_of_user(u.id, "register", u.username, fx)};
  auto stored = co_await fx.try_ask<db::transact>(std::move(unit));
  if (!stored) co_return taken(stored.error());
  co_return owner;
}

}  // namespace

flow<signed_in> on(auth_state& s, dev_sign_in m, effects& fx) {
  keep_up(s, fx);
  if (!s.how.dev_login) co_return fail(ec::not_found, "not found: sign-in without a password is off");
  auto lookup = store::user_by_login(m.username);
  auto found = co_await fx.ask<db::query>(lookup);
  store::user_row owner;
  if (found.rows.empty()) {
    owner = co_await make_dev_account(m, fx);
  } else {
    owner = store::user_of(found.rows.front());
  }
  if (!owner.password_hash.empty())
    co_return fail(ec::forbidden, "this account has a password: sign in with it");
  if (!owner.user.active) co_return fail(ec::unauthenticated, "the account is inactive");
  std::vector<db::operation> unit{audit_of_user(owner.user.id, "sign_in.dev", "", fx)};
  auto family = fx.new_key();
  co_return co_await open_sign_in(owner, family, std::move(unit), fx);
}

flow<signed_in> on(auth_state& s, change_own_password m, effects& fx) {
  keep_up(s, fx);
  if (auto fault = password_fault(m.next.expose()); !fault.empty())
    co_return fail(ec::invalid, std::string(fault));
  auto counted = begin_guess(s, "account " + fx.ctx().user, m.address, fx);
  if (!counted) co_return counted.error();
  auto lookup = store::user_by_id(fx.ctx().user);
  auto found = co_await fx.ask<db::query>(lookup);
  if (found.rows.empty()) co_return fail(ec::unauthenticated, "the account is gone");
  auto owner = store::user_of(found.rows.front());
  auto fits = co_await fits_password(s, owner, m.present, *counted, fx);
  if (!fits) co_return fail(ec::invalid, "the present password is wrong");
  auto text = co_await fx.try_ask<hash_password>(m.next);
  if (!text) co_return too_busy(text.error());
  auto now = fx.now();
  std::vector<db::operation> unit{store::set_password(owner.user.id, text->text.expose(), now),
                                  store::revoke_user(owner.user.id, now),
                                  audit(fx, "password.change", owner.user.id)};
  for (auto& one : store::void_grants(owner.user.id)) unit.push_back(std::move(one));
  auto stored = co_await fx.ask<db::transact>(std::move(unit));
  // From here on the new password counts: what follows is a sign-in with it.
  owner.tokens_from = store::new_cutoff(stored.sets.at(0), now);
  owner.password_hash = text->text.expose();
  co_await publish_cutoff(owner.user.id, owner.tokens_from, fx);
  std::vector<db::operation> none;
  auto family = fx.new_key();
  co_return co_await open_sign_in(owner, family, std::move(none), fx);
}

flow<reset_granted> on(auth_state& s, grant_reset m, effects& fx) {
  keep_up(s, fx);
  auto lookup = store::user_by_id(m.user_id);
  auto found = co_await fx.ask<db::query>(lookup);
  if (found.rows.empty()) co_return fail(ec::not_found, "user " + m.user_id + " not found");
  std::string prefix = "fmr_";
  auto token = co_await fx.ask<make_secret>(prefix);
  reset_granted out;
  out.token = token.text;
  out.expires = fx.now() + reset_lifetime;
  auto unit = store::insert_reset(token.hash, m.user_id, out.expires);
  unit.push_back(audit(fx, "user.grant_reset", m.user_id));
  co_await fx.ask<db::transact>(std::move(unit));
  co_return out;
}

flow<done> on(auth_state& s, reset_password m, effects& fx) {
  keep_up(s, fx);
  if (auto fault = password_fault(m.password.expose()); !fault.empty())
    co_return fail(ec::invalid, std::string(fault));
  auto counted = begin_guess(s, "reset token", m.address, fx);
  if (!counted) co_return counted.error();
  auto digest = co_await fx.ask<digest_secret>(m.token);
  auto lookup = store::reset_by_hash(digest.hash, fx.now());
  auto found = co_await fx.ask<db::query>(lookup);
  if (found.rows.empty())
    co_return fail(ec::invalid, "the reset token is not good: it was used, has expired, or another was made");
  forgive(s, *counted);
  auto owner = store::user_of(found.rows.front());
  auto text = co_await fx.try_ask<hash_password>(m.password);
  if (!text) co_return too_busy(text.error());
  auto now = fx.now();
  std::vector<db::operation> unit{store::use_reset(digest.hash, now),
                                  store::set_password(owner.user.id, text->text.expose(), now),
                                  store::revoke_user(owner.user.id, now),
                                  audit_of_user(owner.user.id, "password.reset", "from " + m.address, fx)};
  for (auto& one : store::void_grants(owner.user.id)) unit.push_back(std::move(one));
  auto stored = co_await fx.try_ask<db::transact>(std::move(unit));
  if (!stored && stored.error().code == ec::conflict)
    co_return fail(ec::invalid, "the reset token was used already");
  if (!stored) co_return stored.error();
  auto good_from = owner.user.active ? store::new_cutoff(stored->sets.at(1), now) : forever;
  co_return co_await publish_cutoff(owner.user.id, good_from, fx);
}

}  // namespace fm::auth

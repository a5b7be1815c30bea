// How accounts come: open registration, the setup token, invites.
#include "account_making.hpp"
#include "auth_step.hpp"
#include "fm/auth/account_rules.hpp"
#include "fm/auth/audit.hpp"
#include "membership_store.hpp"

#include <fm/crypto/hash.hpp>

#include <utility>
#include <vector>

namespace fm::auth {

namespace {

constexpr micros day = 24 * 60 * minute;

failure not_admitted(const std::string& why) {
  return fail(ec::forbidden, "registration is not open on this server: " + why);
}

/// What lets somebody register.
struct admission {
  bool as_first = false;              ///< by the setup token
  std::vector<db::operation> unit{};  ///< uses the invite up
};

flow<admission> admit_by_setup_token(auth_state& s, register_user m, effects& fx) {
  auto counted = begin_guess(s, "setup token", m.address, fx);
  if (!counted) co_return counted.error();
  const auto& wanted = s.how.setup_token.expose();
  if (wanted.empty() || !crypto::equal_in_constant_time(m.setup_token.expose(), wanted))
    co_return not_admitted("the setup token is wrong");
  auto lookup = store::any_user();
  auto found = co_await fx.ask<db::query>(lookup);
  if (!found.rows.empty())
    co_return not_admitted("the setup token was for the first account, and there is one");
  forgive(s, *counted);
  admission out;
  out.as_first = true;
  co_return out;
}

flow<admission> admit_by_invite(auth_state& s, register_user m, std::string user, effects& fx) {
  auto counted = begin_guess(s, "invite", m.address, fx);
  if (!counted) co_return counted.error();
  auto digest = co_await fx.ask<digest_secret>(m.invite);
  auto lookup = store::invite_by_hash(digest.hash, fx.now());
  auto found = co_await fx.ask<db::query>(lookup);
  if (found.rows.empty())
    co_return not_admitted("the invite is not good: it was used, withdrawn, or has expired");
  const auto invite = store::invite_of(found.rows.front());
  if (!invite.email.empty() && invite.email != lower_case(m.email))
    co_return not_admitted("the invite is for another email address");
  forgive(s, *counted);
  admission out;
  out.unit.push_back(store::use_invite(digest.hash, user, fx.now()));
  co_return out;
}

flow<admission> admit(auth_state& s, register_user m, std::string user, effects& fx) {
  if (s.how.registration == registration::open) co_return admission{};
  if (!m.setup_token.expose().empty()) co_return co_await admit_by_setup_token(s, std::move(m), fx);
  if (s.how.registration == registration::closed) co_return not_admitted("an administrator makes accounts");
  if (m.invite.expose().empty())
    co_return not_admitted(
        "an invite of an administrator is needed; for the first account, the setup token that "
        "the start of the server has printed");
  co_return co_await admit_by_invite(s, std::move(m), std::move(user), fx);
}

flow<store::user_row> make_account(auth_state& s, register_user m, effects& fx) {
  if (auto fault = fault_of(m); !fault.empty()) co_return fail(ec::invalid, std::string(fault));
  store::user_row owner;
  auto& u = owner.user;
  u.id = fx.new_key();
  auto admitted = co_await admit(s, m, u.id, fx);
  auto text = co_await fx.try_ask<hash_password>(m.password);
  if (!text) co_return too_busy(text.error());
  owner.password_hash = text->text.expose();
  u.email = lower_case(m.email);
  u.username = m.username;
  u.full_name = m.full_name;
  u.created = fx.now();
  u.roles = roles_of_new(u.email, s.how.admin_email);
  // Whoever has the setup token runs the server.
  auto unit = std::move(admitted.unit);
  const bool used_invite = !unit.empty();
  unit.insert(unit.begin(), admitted.as_first
                                ? store::insert_user(u, owner.password_hash, admin_roles(), true)
                                : insertion(u, owner.password_hash, s.how.admin_email));
  unit.push_back(audit_of_user(u.id, "register", u.username, fx));
  auto stored = co_await fx.try_ask<db::transact>(std::move(unit));
  if (!stored && stored.error().code == ec::conflict) {
    const auto& what = stored.error().text;
    if (used_invite && what.find("use_invite") != what.npos)
      co_return not_admitted("the invite was used meanwhile");
    if (admitted.as_first && what.find("insert_user") != what.npos)
      co_return not_admitted("the setup token was for the first account, and there is one");
  }
  if (!stored) co_return taken(stored.error());
  u.roles = store::roles_of(stored->sets.at(0).rows.at(0).at(0).bytes);
  co_return owner;
}

}  // namespace

flow<user_record> on(auth_state& s, register_user m, effects& fx) {
  keep_up(s, fx);
  auto owner = co_await make_account(s, std::move(m), fx);
  co_return owner.user;
}

flow<signed_in> on(auth_state& s, join m, effects& fx) {
  keep_up(s, fx);
  const auto from = "from " + m.who.address;
  auto owner = co_await make_account(s, std::move(m.who), fx);
  std::vector<db::operation> unit{audit_of_user(owner.user.id, "sign_in", from, fx)};
  auto family = fx.new_key();
  co_return co_await open_sign_in(owner, family, std::move(unit), fx);
}

flow<invite_made> on(auth_state& s, make_invite m, effects& fx) {
  keep_up(s, fx);
  std::string prefix = "fmi_";
  auto token = co_await fx.ask<make_secret>(prefix);
  invite_made out;
  out.token = token.text;
  auto& i = out.invite;
  i.id = fx.new_key();
  i.email = lower_case(m.email);
  i.created_by = fx.ctx().user;
  i.created = fx.now();
  i.expires = fx.now() + m.days * day;
  std::vector<db::operation> unit{store::insert_invite(i, token.hash),
                                  audit(fx, "invite.make", i.id, i.email)};
  auto stored = co_await fx.try_ask<db::transact>(std::move(unit));
  if (!stored && stored.error().code == ec::conflict)
    co_return fail(ec::conflict, "there are " + std::to_string(store::most_invites) +
                                     " open invites already: withdraw some first");
  if (!stored) co_return stored.error();
  co_return out;
}

flow<invite_list> on(auth_state&, list_invites, effects& fx) {
  auto list = store::invites(fx.now());
  auto found = co_await fx.ask<db::query>(list);
  invite_list out;
  for (const auto& r : found.rows) out.invites.push_back(store::invite_of(r));
  co_return out;
}

flow<done> on(auth_state& s, withdraw_invite m, effects& fx) {
  keep_up(s, fx);
  std::vector<db::operation> unit{store::withdraw_invite(m.invite_id),
                                  audit(fx, "invite.withdraw", m.invite_id)};
  auto stored = co_await fx.try_ask<db::transact>(std::move(unit));
  if (!stored && stored.error().code == ec::conflict)
    co_return fail(ec::not_found, "open invite " + m.invite_id + " not found");
  if (!stored) co_return stored.error();
  co_return done{};
}

}  // namespace fm::auth

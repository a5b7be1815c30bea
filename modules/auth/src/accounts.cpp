#include "fm/auth/accounts.hpp"

#include "account_making.hpp"
#include "auth_store.hpp"
#include "fm/auth/account_rules.hpp"
#include "grant_store.hpp"

#include <fm/crypto/password.hpp>
#include <fm/crypto/random.hpp>

#include <cstdint>
#include <cstring>
#include <optional>
#include <utility>
#include <vector>

namespace fm::auth {

namespace {

outcome<db::unit_result> commit(db::database& database, std::vector<db::operation> unit) {
  db::transact t{std::move(unit)};
  const db::transact* one = &t;
  return std::move(database.writer()->write({&one, 1}).at(0));
}

outcome<store::user_row> find(db::database& database, const std::string& login) {
  auto found = database.reader()->read(store::user_by_login(login));
  if (!found) return found.error();
  if (found->rows.empty()) return fail(ec::not_found, "no account has the email or username " + login);
  return store::user_of(found->rows.front());
}

std::uint64_t random_seed() {
  auto bytes = crypto::random_bytes(sizeof(std::uint64_t));
  std::uint64_t out = 0;
  std::memcpy(&out, bytes.data(), sizeof out);
  return out;
}

}  // namespace

outcome<bool> has_accounts(db::database& database) {
  auto found = database.reader()->read(store::any_user());
  if (!found) return found.error();
  return !found->rows.empty();
}

outcome<user_record> add_account(db::database& database, const register_user& who, bool as_admin,
                                 const account_change& how) {
  if (auto fault = fault_of(who); !fault.empty()) return fail(ec::invalid, std::string(fault));
  user_record u;
  u.id = derive_key(how.now, random_seed(), 1, 0);
  u.email = lower_case(who.email);
  u.username = who.username;
  u.full_name = who.full_name;
  u.created = how.now;
  u.roles = as_admin ? admin_roles() : roles_of_new(u.email, how.admin_email);
  auto hash = crypto::hash_password(who.password.expose(), how.password_cost);
  auto stored = commit(database, {insertion(u, hash, how.admin_email)});
  if (!stored) return taken(stored.error());
  u.roles = store::roles_of(stored->sets.at(0).rows.at(0).at(0).bytes);
  return u;
}

outcome<user_record> change_password(db::database& database, const std::string& login,
                                     const secret<>& password, const account_change& how) {
  if (auto fault = password_fault(password.expose()); !fault.empty())
    return fail(ec::invalid, std::string(fault));
  auto owner = find(database, login);
  if (!owner) return owner.error();
  const auto& id = owner->user.id;
  auto hash = crypto::hash_password(password.expose(), how.password_cost);
  std::vector<db::operation> unit{store::set_password(id, hash, how.now), store::revoke_user(id, how.now)};
  for (auto& one : store::void_grants(id)) unit.push_back(std::move(one));
  auto stored = commit(database, std::move(unit));
  if (!stored) return stored.error();
  return owner->user;
}

outcome<user_record> change_role(db::database& database, const std::string& login, bool admin,
                                 const account_change& how) {
  auto owner = find(database, login);
  if (!owner) return owner.error();
  auto stored =
      commit(database,
             {store::change_user(owner->user.id, std::nullopt, admin ? admin_roles() : user_roles(), how.now),
              store::withdraw_invites_of(owner->user.id)});
  if (!stored && stored.error().code == ec::conflict)
    return fail(ec::conflict, login + " is the last active admin: make another one first");
  if (!stored) return stored.error();
  store::take_changed(stored->sets.at(0), owner->user);
  return owner->user;
}

}  // namespace fm::auth

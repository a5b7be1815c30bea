// What administrators do with accounts.
#include "auth_step.hpp"
#include "fm/auth/audit.hpp"
#include "grant_store.hpp"

#include <algorithm>
#include <utility>

namespace fm::auth {

namespace {

failure no_user(const std::string& id) { return fail(ec::not_found, "user " + id + " not found"); }

std::string described(const user_record& u) {
  std::string out = u.active ? "active, roles" : "disabled, roles";
  for (const auto& r : u.roles) out += " " + r;
  return out;
}

flow<store::user_row> user_with(std::string id, effects& fx) {
  auto lookup = store::user_by_id(id);
  auto found = co_await fx.ask<db::query>(lookup);
  if (found.rows.empty()) co_return no_user(id);
  co_return store::user_of(found.rows.front());
}

}  // namespace

flow<user_page> on(auth_state&, list_users m, effects& fx) {
  auto count = store::count_users(m.containing);
  auto list = store::list_users(m);
  auto counting = fx.ask<db::query>(count);
  auto listing = fx.ask<db::query>(list);
  auto counted = co_await counting;
  auto listed = co_await listing;
  user_page page;
  page.total = static_cast<std::uint64_t>(counted.rows.at(0).at(0).integer);
  for (const auto& r : listed.rows) page.users.push_back(store::user_of(r).user);
  co_return page;
}

flow<user_record> on(auth_state&, get_user m, effects& fx) {
  auto row = co_await user_with(m.user_id, fx);
  co_return row.user;
}

flow<user_record> on(auth_state& s, change_user m, effects& fx) {
  keep_up(s, fx);
  auto row = co_await user_with(m.user_id, fx);
  auto to = row.user;
  if (m.has_active) to.active = m.active;
  if (m.has_roles) to.roles = m.roles;
  auto now = fx.now();
  std::optional<bool> active;
  if (m.has_active) active = m.active;
  const std::vector<std::string> as_before;
  std::vector<db::operation> unit{store::change_user(to.id, active, m.has_roles ? m.roles : as_before, now),
                                  audit(fx, "user.change", to.id, described(to))};
  if (m.has_active && !m.active) {
    unit.push_back(store::revoke_user(to.id, now));
    for (auto& one : store::void_grants(to.id)) unit.push_back(std::move(one));
  }
  unit.push_back(store::withdraw_invites_of(to.id));
  auto stored = co_await fx.try_ask<db::transact>(std::move(unit));
  if (!stored && stored.error().code == ec::conflict)
    co_return fail(ec::conflict, "this is the last active admin: make another one first");
  if (!stored) co_return stored.error();
  // Somebody else may have changed the other of the two meanwhile.
  store::take_changed(stored->sets.at(0), to);
  co_await publish_keys(to.id, fx);
  auto good_from = to.active ? store::new_cutoff(stored->sets.at(0), now) : forever;
  co_await publish_cutoff(to.id, good_from, fx);
  co_return to;
}

flow<audit_page> on(auth_state&, list_audit m, effects& fx) {
  auto list = store::list_audit(m);
  auto found = co_await fx.ask<db::query>(list);
  audit_page page;
  for (const auto& r : found.rows) page.records.push_back(store::audit_of(r));
  co_return page;
}

}  // namespace fm::auth

// Keys for scripts.
#include "auth_step.hpp"
#include "fm/auth/audit.hpp"
#include "grant_store.hpp"

#include <fm/providers/identity.hpp>

#include <algorithm>
#include <utility>

namespace fm::auth {

namespace {

constexpr std::size_t shown_characters = 12;
constexpr micros day = 24 * 60 * minute;

bool has(const std::vector<std::string>& all, const char* one) {
  return std::find(all.begin(), all.end(), one) != all.end();
}

}  // namespace

flow<key_made> on(auth_state& s, make_key m, effects& fx) {
  keep_up(s, fx);
  if (has(m.scopes, "admin") && !has(fx.ctx().roles, "admin"))
    co_return fail(ec::forbidden, "a key with the scope admin needs the role admin");
  std::string prefix(providers::api_key_prefix);
  auto text = co_await fx.ask<make_secret>(prefix);
  key_made out;
  out.text = text.text;
  auto& k = out.key;
  k.id = fx.new_key();
  k.name = m.name;
  k.shown = text.text.expose().substr(0, shown_characters);
  k.scopes = m.scopes;
  k.created = fx.now();
  k.expires = m.days == 0 ? forever : fx.now() + m.days * day;
  const auto user = fx.ctx().user;
  std::vector<db::operation> unit{store::insert_key(k, user, text.hash),
                                  audit(fx, "api_key.make", k.id, k.name)};
  auto stored = co_await fx.try_ask<db::transact>(std::move(unit));
  if (!stored && stored.error().code == ec::conflict)
    co_return fail(ec::conflict,
                   "there are " + std::to_string(store::most_keys) + " keys already: revoke one first");
  if (!stored) co_return stored.error();
  co_await publish_keys(user, fx);
  co_return out;
}

flow<key_list> on(auth_state&, list_keys, effects& fx) {
  auto list = store::keys_of_user(fx.ctx().user);
  auto found = co_await fx.ask<db::query>(list);
  key_list out;
  for (const auto& r : found.rows) out.keys.push_back(store::key_of(r));
  co_return out;
}

flow<done> on(auth_state& s, revoke_key m, effects& fx) {
  keep_up(s, fx);
  const auto user = fx.ctx().user;
  std::vector<db::operation> unit{store::delete_key(m.key_id, user), audit(fx, "api_key.revoke", m.key_id)};
  auto stored = co_await fx.try_ask<db::transact>(std::move(unit));
  if (!stored && stored.error().code == ec::conflict)
    co_return fail(ec::not_found, "API key " + m.key_id + " not found");
  if (!stored) co_return stored.error();
  co_return co_await publish_keys(user, fx);
}

}  // namespace fm::auth

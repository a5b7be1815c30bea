#include "auth_step.hpp"
#include "grant_store.hpp"
#include "membership_store.hpp"

#include <fm/providers/db.hpp>
#include <fm/providers/revocations.hpp>

#include <utility>
#include <vector>

namespace fm::auth {

namespace {

constexpr micros sweep_every = 10 * minute;
/// Another program commits a change somewhat later than the time that it wrote into it.
constexpr micros overlap = 15 * second;
/// Longer than any access token lives: the tokens of a deleted account are refused as long as they may be
/// about.
constexpr micros departures_kept = 2 * 24 * 60 * minute;

std::vector<providers::user_cutoff> cutoffs_in(const db::row_set& found) {
  std::vector<providers::user_cutoff> out;
  for (const auto& r : found.rows) out.push_back({r.at(0).bytes, store::cutoff_of(r)});
  return out;
}

flow<done> publish_changes(auth_state& s, effects& fx) {
  auto begun = fx.now();
  auto lookup = store::users_changed_since(s.changes_seen - overlap);
  auto found = co_await fx.ask<db::query>(lookup);
  auto users = cutoffs_in(found);
  std::vector<providers::denied> none;
  // Their roles may have changed too, and with them what their keys may do.
  for (const auto& u : users) co_await publish_keys(u.user, fx);
  if (!users.empty()) co_await fx.ask<providers::publish_revocations>(std::move(none), std::move(users));
  s.changes_seen = begun;
  co_return done{};
}

flow<done> remove_expired(auth_state& s, effects& fx) {
  auto now = fx.now();
  std::vector<db::operation> unit;
  if (s.sealed_until != 0) unit.push_back(store::forget_sealed(now - s.how.reuse_window));
  bool sweeps = now >= s.expired_swept + sweep_every;
  if (sweeps) {
    unit.push_back(store::delete_expired_refresh(now));
    unit.push_back(store::delete_expired_denied(now));
    for (auto& one : store::delete_expired_grants(now, now - s.how.audit_kept))
      unit.push_back(std::move(one));
    for (auto& one : store::delete_expired_memberships(now, now - departures_kept))
      unit.push_back(std::move(one));
  }
  if (sweeps || s.has_departures) finish_departures_later(s, fx);
  if (unit.empty()) co_return done{};
  co_await fx.ask<db::transact>(std::move(unit));
  if (now > s.sealed_until) s.sealed_until = 0;
  if (sweeps) s.expired_swept = now;
  co_return done{};
}

}  // namespace

flow<done> publish_keys(std::string user, effects& fx) {
  auto lookup = store::live_keys_of_user(user, fx.now());
  auto found = co_await fx.ask<db::query>(lookup);
  std::vector<std::string> users{user};
  std::vector<providers::api_key_entry> keys;
  for (const auto& r : found.rows) keys.push_back(store::entry_of(r));
  co_await fx.ask<providers::publish_api_keys>(std::move(users), std::move(keys));
  co_return done{};
}

flow<done> publish_cutoff(std::string user, micros tokens_from, effects& fx) {
  std::vector<providers::user_cutoff> users;
  users.push_back({user, tokens_from});
  std::vector<providers::denied> none;
  co_await fx.ask<providers::publish_revocations>(std::move(none), std::move(users));
  co_return done{};
}

void keep_up(auth_state& s, effects& fx) {
  if (s.is_kept_up) return;
  s.is_kept_up = true;
  call_context own;
  own.request_id = "auth upkeep";
  own.time = fx.now();
  own.seed = fx.ctx().seed;
  fx.tell_in<upkeep>(std::move(own));
}

flow<done> on(auth_state& s, load_revocations, effects& fx) {
  auto now = fx.now();
  auto denied = store::denied_after(now);
  auto cutoffs = store::cutoffs_after(now - s.how.access_lifetime);
  auto denying = fx.ask<db::query>(denied);
  auto cutting = fx.ask<db::query>(cutoffs);
  auto gone = store::departures();
  auto leaving = fx.ask<db::query>(gone);
  auto denied_rows = co_await denying;
  auto cutoff_rows = co_await cutting;
  auto gone_rows = co_await leaving;
  std::vector<providers::denied> ids;
  for (const auto& r : denied_rows.rows) ids.push_back({r.at(0).bytes, r.at(1).integer});
  auto users = cutoffs_in(cutoff_rows);
  for (const auto& r : gone_rows.rows) users.push_back({r.at(0).bytes, forever});
  s.has_departures = !gone_rows.rows.empty();
  co_await fx.ask<providers::publish_revocations>(std::move(ids), std::move(users));
  auto lookup = store::live_keys(now);
  auto key_rows = co_await fx.ask<db::query>(lookup);
  std::vector<std::string> nobody;
  std::vector<providers::api_key_entry> keys;
  for (const auto& r : key_rows.rows) keys.push_back(store::entry_of(r));
  co_await fx.ask<providers::publish_api_keys>(std::move(nobody), std::move(keys));
  s.changes_seen = now;
  s.sealed_until = now + s.how.reuse_window;  // an earlier run may have left some
  keep_up(s, fx);
  co_return done{};
}

flow<done> on(auth_state& s, upkeep, effects& fx) {
  // What fails now is done the next time.
  co_await attempt(publish_changes(s, fx));
  co_await attempt(remove_expired(s, fx));
  co_await fx.sleep(s.how.upkeep_every);
  s.is_kept_up = false;
  keep_up(s, fx);
  co_return done{};
}

}  // namespace fm::auth

#include "stored_sessions.hpp"

#include "session_store.hpp"

#include <fm/providers/kv.hpp>

#include <algorithm>
#include <utility>

namespace fm::sessions {

namespace {

std::string cache_key(const user_sessions& s) { return "sessions:" + s.user; }

}  // namespace

flow<done> forget(user_sessions& s, effects& fx) {
  auto key = cache_key(s);
  co_await fx.ask<kv::erase>(key);
  co_return done{};
}

failure not_found(const std::string& id) { return fail(ec::not_found, "session " + id + " not found"); }

void remember(const user_sessions& s, effects& fx) {
  micros last = 0;
  for (const auto& [id, session] : s.live) last = std::max(last, session.expires);
  if (last > fx.now()) fx.tell<kv::put>(cache_key(s), to_text(s.live), last - fx.now());
}

flow<done> load(user_sessions& s, effects& fx) {
  if (s.is_loaded) co_return done{};
  auto key = cache_key(s);
  auto cached = co_await fx.try_ask<kv::get>(key);
  if (cached && cached->hit) {
    s.live = from_text(cached->value);
  } else {
    auto lookup = store::live_of_user(s.user, fx.now());
    auto found = co_await fx.ask<db::query>(lookup);
    for (const auto& r : found.rows) {
      auto session = store::session_of(r);
      s.live.emplace(session.id, std::move(session));
    }
    remember(s, fx);
  }
  s.is_loaded = true;
  co_return done{};
}

flow<done> be_loaded(user_sessions& s, effects& fx) {
  auto turn = co_await s.changes.enter(fx);
  co_await load(s, fx);
  co_return done{};
}

void store_later(user_sessions& s, const std::string& id, effects& fx) {
  s.used.insert(id);
  if (s.stores_uses) return;
  s.stores_uses = true;
  call_context own;
  own.request_id = "sessions in use";
  own.time = fx.now();
  own.seed = fx.ctx().seed;
  fx.tell_in<store_uses>(std::move(own), s.user);
}

void note_use(user_sessions& s, session_record& session, effects& fx) {
  use(session, fx.now());
  store_later(s, session.id, fx);
}

flow<done> commit(user_sessions& s, std::vector<db::operation> unit, effects& fx) {
  co_await forget(s, fx);
  co_await fx.ask<db::transact>(std::move(unit));
  co_return done{};
}

flow<session_record> save(user_sessions& s, session_record changed, effects& fx) {
  use(changed, fx.now());
  std::vector<db::operation> unit{store::update_session(changed)};
  co_await commit(s, std::move(unit), fx);
  // A heartbeat may have come meanwhile.
  auto& now_there = s.live[changed.id];
  if (now_there.used > changed.used) use(changed, now_there.used);
  now_there = changed;
  remember(s, fx);
  co_return changed;
}

}  // namespace fm::sessions

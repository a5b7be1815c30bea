#include "user_sessions_step.hpp"

#include "session_store.hpp"
#include "stored_sessions.hpp"

#include <fm/providers/db.hpp>

#include <algorithm>
#include <vector>

namespace fm::sessions {

namespace {

outcome<alive> beat(user_sessions& s, const heartbeat& m, effects& fx) {
  auto* session = find_live(s.live, m.session_id, fx.now());
  if (!session) return not_found(m.session_id);
  note_use(s, *session, fx);
  alive out;
  out.session_id = session->id;
  out.used = session->used;
  out.status = session->status;
  return out;
}

flow<alive> beat_when_loaded(user_sessions& s, heartbeat m, effects& fx) {
  co_await be_loaded(s, fx);
  co_return beat(s, m, fx);
}

}  // namespace

flow<session_opened> on(user_sessions& s, open_session m, effects& fx) {
  auto turn = co_await s.changes.enter(fx);
  co_await load(s, fx);
  drop_expired(s.live, fx.now());
  session_opened out;
  std::vector<db::operation> unit;
  std::vector<std::string> victims;
  auto* same_client = find_client(s.live, m.client_id, fx.now());
  if (same_client) {
    out.resumed = true;
    out.session = *same_client;
    use(out.session, fx.now());
    unit.push_back(store::update_session(out.session));
  } else {
    auto& n = out.session;
    n.id = fx.new_key();
    n.user = s.user;
    n.client_id = m.client_id;
    n.type = m.type;
    auto minutes = m.timeout_minutes ? m.timeout_minutes : s.how.timeout_minutes;
    n.timeout_minutes = std::clamp(minutes, shortest_timeout, longest_timeout);
    n.data = m.data;
    n.metadata = m.metadata;
    n.address = m.address;
    n.agent = m.agent;
    n.created = fx.now();
    use(n, fx.now());
    victims = beyond_cap(s.live, s.user == nobody ? s.how.most_of_nobody : s.how.most_per_user);
    if (!victims.empty()) unit.push_back(store::delete_sessions(victims));
    unit.push_back(store::insert_session(n));
  }
  co_await commit(s, std::move(unit), fx);
  for (const auto& id : victims) s.live.erase(id);
  s.live[out.session.id] = out.session;
  remember(s, fx);
  co_return out;
}

flow<session_record> on(user_sessions& s, get_session m, effects& fx) {
  if (!s.is_loaded) co_await be_loaded(s, fx);
  auto* session = find_live(s.live, m.session_id, fx.now());
  if (!session) co_return not_found(m.session_id);
  note_use(s, *session, fx);
  co_return *session;
}

flow<session_list> on(user_sessions& s, list_sessions, effects& fx) {
  if (!s.is_loaded) co_await be_loaded(s, fx);
  drop_expired(s.live, fx.now());
  session_list out;
  out.sessions = most_recent_first(s.live);
  co_return out;
}

flow<session_record> on(user_sessions& s, update_session m, effects& fx) {
  auto turn = co_await s.changes.enter(fx);
  co_await load(s, fx);
  auto* before = find_live(s.live, m.session_id, fx.now());
  if (!before) co_return not_found(m.session_id);
  auto after = merged(*before, m.updates);
  if (!after) co_return after.error();
  co_return co_await save(s, std::move(*after), fx);
}

flow<done> on(user_sessions& s, delete_session m, effects& fx) {
  auto turn = co_await s.changes.enter(fx);
  co_await load(s, fx);
  if (!find_live(s.live, m.session_id, fx.now())) co_return not_found(m.session_id);
  std::vector<std::string> ids{m.session_id};
  std::vector<db::operation> unit{store::delete_sessions(ids)};
  co_await commit(s, std::move(unit), fx);
  s.live.erase(m.session_id);
  s.used.erase(m.session_id);
  remember(s, fx);
  co_return done{};
}

flow<sessions_deleted> on(user_sessions& s, delete_sessions m, effects& fx) {
  auto turn = co_await s.changes.enter(fx);
  co_await load(s, fx);
  drop_expired(s.live, fx.now());
  std::vector<std::string> ids;
  for (const auto& [id, session] : s.live)
    if (id != m.keep) ids.push_back(id);
  sessions_deleted out;
  out.count = ids.size();
  if (ids.empty()) co_return out;
  std::vector<db::operation> unit{store::delete_sessions(ids)};
  co_await commit(s, std::move(unit), fx);
  for (const auto& id : ids) {
    s.live.erase(id);
    s.used.erase(id);
  }
  remember(s, fx);
  co_return out;
}

prompt<alive> on(user_sessions& s, heartbeat m, effects& fx) {
  if (!s.is_loaded) return beat_when_loaded(s, std::move(m), fx);
  return beat(s, m, fx);
}

flow<done> on(user_sessions& s, store_uses, effects& fx) {
  co_await fx.try_sleep(s.how.store_uses_after);  // uses are stored at a stop too
  auto turn = co_await s.changes.enter(fx);
  std::vector<session_record> all;
  for (const auto& id : s.used)
    if (auto* session = find_live(s.live, id, fx.now())) all.push_back(*session);
  s.used.clear();
  s.stores_uses = false;
  if (all.empty()) co_return done{};
  std::vector<db::operation> unit{store::store_uses(all)};
  auto stored = co_await attempt(commit(s, std::move(unit), fx));
  remember(s, fx);
  if (!stored)
    for (const auto& session : all) store_later(s, session.id, fx);
  co_return done{};
}

}  // namespace fm::sessions

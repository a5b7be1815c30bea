// What sessions hold, and all of them together.
#include "session_store.hpp"
#include "sessions/session_content.hpp"
#include "sessions/session_overview.hpp"
#include "stored_sessions.hpp"

#include <utility>
#include <vector>

namespace fm::sessions {

namespace {

constexpr micros oldest_kept = 30 * 24 * 60 * minute;

}  // namespace

flow<message_added> on(user_sessions& s, add_session_message m, effects& fx) {
  auto turn = co_await s.changes.enter(fx);
  co_await load(s, fx);
  auto* before = find_live(s.live, m.session_id, fx.now());
  if (!before) co_return not_found(m.session_id);
  message_added out;
  out.message.id = fx.new_key();
  out.message.role = m.role;
  out.message.content = m.content;
  out.message.at = fx.now();
  auto after = with_message(*before, out.message);
  if (!after) co_return after.error();
  session_record stored = co_await save(s, std::move(*after), fx);
  out.total = content_of(stored).messages.size();
  co_return out;
}

flow<session_messages> on(user_sessions& s, list_session_messages m, effects& fx) {
  if (!s.is_loaded) co_await be_loaded(s, fx);
  auto* session = find_live(s.live, m.session_id, fx.now());
  if (!session) co_return not_found(m.session_id);
  note_use(s, *session, fx);
  session_messages out;
  out.messages = content_of(*session).messages;
  out.total = out.messages.size();
  if (out.messages.size() > m.limit)
    out.messages.erase(out.messages.begin(), out.messages.end() - static_cast<std::ptrdiff_t>(m.limit));
  co_return out;
}

flow<session_numbers> on(user_sessions& s, count_session m, effects& fx) {
  if (!s.is_loaded) co_await be_loaded(s, fx);
  auto* session = find_live(s.live, m.session_id, fx.now());
  if (!session) co_return not_found(m.session_id);
  note_use(s, *session, fx);
  co_return numbers_of(*session);
}

flow<data_cleared> on(user_sessions& s, clear_session_data m, effects& fx) {
  auto turn = co_await s.changes.enter(fx);
  co_await load(s, fx);
  auto* before = find_live(s.live, m.session_id, fx.now());
  if (!before) co_return not_found(m.session_id);
  data_cleared out;
  out.messages_removed = content_of(*before).messages.size();
  out.bytes_freed = data_bytes(*before);
  auto after = *before;
  after.data = "{}";
  co_await save(s, std::move(after), fx);
  co_return out;
}

flow<recovery_info> on(user_sessions& s, examine_recovery m, effects& fx) {
  if (!s.is_loaded) co_await be_loaded(s, fx);
  auto read = store::read_session(s.user, m.session_id);
  db::row_set found = co_await fx.ask<db::query>(read);
  if (found.rows.empty()) co_return not_found(m.session_id);
  const auto stored = store::session_of(found.rows.front());
  recovery_info out;
  out.can_recover = stored.expires > fx.now() || find_live(s.live, m.session_id, fx.now()) != nullptr;
  out.stored = stored.used;
  out.data_bytes = data_bytes(stored);
  out.messages = content_of(stored).messages.size();
  co_return out;
}

flow<sessions_found> on(user_sessions& s, search_sessions m, effects& fx) {
  if (!s.is_loaded) co_await be_loaded(s, fx);
  drop_expired(s.live, fx.now());
  co_return found_in(s.live, m);
}

flow<session_statistics> on(user_sessions& s, summarise_sessions, effects& fx) {
  if (!s.is_loaded) co_await be_loaded(s, fx);
  drop_expired(s.live, fx.now());
  auto out = statistics_of(s.live);
  out.user = s.user;
  co_return out;
}

flow<sessions_deleted> on(user_sessions& s, clean_sessions, effects& fx) {
  auto turn = co_await s.changes.enter(fx);
  co_await load(s, fx);
  drop_expired(s.live, fx.now());
  // The rows learn first when sessions were used: none that lives may look expired.
  std::vector<db::operation> unit;
  std::vector<session_record> all = most_recent_first(s.live);
  if (!all.empty()) unit.push_back(store::store_uses(all));
  const auto made_before = fx.now() - oldest_kept;
  unit.push_back(store::clean_user(s.user, fx.now(), made_before));
  co_await forget(s, fx);
  db::unit_result cleaned = co_await fx.ask<db::transact>(std::move(unit));
  std::erase_if(s.live, [made_before](const auto& e) { return e.second.created < made_before; });
  std::erase_if(s.used, [&s](const auto& id) { return !s.live.contains(id); });
  remember(s, fx);
  sessions_deleted out;
  out.count = static_cast<std::uint64_t>(cleaned.sets.back().changed);
  co_return out;
}

}  // namespace fm::sessions

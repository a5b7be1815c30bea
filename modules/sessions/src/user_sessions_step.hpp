#pragma once
// The live sessions of one user.
#include "fm/sessions/messages.hpp"
#include "fm/sessions/spawn.hpp"
#include "sessions/session_rules.hpp"

#include <fm/actors/step.hpp>

#include <set>
#include <string>
#include <utility>

namespace fm::sessions {

struct user_sessions {
  // CAF looks for a message's handler in this order, so the most frequent ones come first.
  using takes =
      fm::takes<heartbeat, get_session, open_session, list_sessions, update_session, delete_session,
                delete_sessions, store_uses, add_session_message, list_session_messages, count_session,
                clear_session_data, examine_recovery, search_sessions, summarise_sessions, clean_sessions>;
  user_sessions(std::string u, const options& o) : user(std::move(u)), how(o) {}

  std::string user;
  options how;
  bool is_loaded = false;
  session_map live;
  std::set<std::string> used;  ///< whose use is not stored yet
  bool stores_uses = false;    ///< a message is on its way that will
  turnstile changes;           ///< loading, and whatever is stored before it is answered
};

flow<session_opened> on(user_sessions& s, open_session m, effects& fx);
flow<session_record> on(user_sessions& s, get_session m, effects& fx);
flow<session_list> on(user_sessions& s, list_sessions m, effects& fx);
flow<session_record> on(user_sessions& s, update_session m, effects& fx);
flow<done> on(user_sessions& s, delete_session m, effects& fx);
flow<sessions_deleted> on(user_sessions& s, delete_sessions m, effects& fx);
prompt<alive> on(user_sessions& s, heartbeat m, effects& fx);
flow<done> on(user_sessions& s, store_uses m, effects& fx);

// What they hold, and all of them together.
flow<message_added> on(user_sessions& s, add_session_message m, effects& fx);
flow<session_messages> on(user_sessions& s, list_session_messages m, effects& fx);
flow<session_numbers> on(user_sessions& s, count_session m, effects& fx);
flow<data_cleared> on(user_sessions& s, clear_session_data m, effects& fx);
flow<recovery_info> on(user_sessions& s, examine_recovery m, effects& fx);
flow<sessions_found> on(user_sessions& s, search_sessions m, effects& fx);
flow<session_statistics> on(user_sessions& s, summarise_sessions m, effects& fx);
flow<sessions_deleted> on(user_sessions& s, clean_sessions m, effects& fx);

}  // namespace fm::sessions

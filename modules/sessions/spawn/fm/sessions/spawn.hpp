#pragma once
// Starts the sessions module; seen by the composition root only.
#include "fm/actors/system.hpp"
#include "fm/sessions/messages.hpp"

#include <fm/providers/db.hpp>

#include <cstddef>
#include <cstdint>

extern template void fm::actors::register_list<fm::sessions::messages>(fm::actors::message_table&);

namespace fm::sessions {

struct options {
  std::uint32_t timeout_minutes = 180;  ///< of a session that names none
  std::size_t most_per_user = 10;
  std::size_t most_of_nobody = 200;       ///< made without a token, all together
  micros store_uses_after = 30 * second;  ///< so long heartbeats wait to be stored together
  micros sweep_every = 30 * minute;
  actors::family_options users{.idle_after = 5 * minute, .most = 20'000};
};

using handle =
    actors::handle<open_session, get_session, list_sessions, update_session, delete_session, delete_sessions,
                   heartbeat, add_session_message, list_session_messages, count_session, clear_session_data,
                   examine_recovery, search_sessions, summarise_sessions, clean_sessions>;

/// The tables and statements of the module.
const db::schema& schema();

/// One actor per user who has sessions and is active, and one that removes what has expired. The database and
/// the key-value store are asked by their messages.
handle spawn(actors::system& system, const options& how = {});

}  // namespace fm::sessions

#pragma once
// What the sessions module says and is asked. Plain data with `inspect`; no behaviour, no CAF. Each message
// names the user whose sessions are meant; a session of somebody else is `not_found`.
#include <fm/actors/context.hpp>
#include <fm/actors/message_list.hpp>
#include <fm/actors/outcome.hpp>

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace fm::sessions {

/// A session. Times are microseconds since 1970 UTC.
struct session_record {
  std::string id;
  std::string user;
  std::string client_id;          ///< empty for none
  std::string status = "active";  ///< active, archived
  std::string type = "troubleshooting";
  std::uint32_t timeout_minutes = 180;
  std::string data = "{}";      ///< JSON object: messages, cases and whatever else
  std::string metadata = "{}";  ///< JSON object
  std::string address;          ///< of the client that made it
  std::string agent;            ///< of that client
  micros created = 0;
  micros used = 0;
  micros expires = 0;
  bool operator==(const session_record&) const = default;
};
template <class Inspector>
auto inspect(Inspector& f, session_record& x) {
  return f(x.id, x.user, x.client_id, x.status, x.type, x.timeout_minutes, x.data, x.metadata, x.address,
           x.agent, x.created, x.used, x.expires);
}

struct session_opened {
  session_record session;
  bool resumed = false;
};
template <class Inspector>
auto inspect(Inspector& f, session_opened& x) {
  return f(x.session, x.resumed);
}

/// Makes a session, or resumes the live one with the same client id. Beyond the user's cap the sessions that
/// were used least recently go.
struct open_session {
  using reply_type = session_opened;
  std::string user;
  std::string client_id;
  std::string type = "troubleshooting";
  std::uint32_t timeout_minutes = 0;  ///< 60 to 480; 0 for the usual
  std::string data = "{}";
  std::string metadata = "{}";
  std::string address;
  std::string agent;
  std::string_view key() const { return user; }
};
template <class Inspector>
auto inspect(Inspector& f, open_session& x) {
  return f(x.user, x.client_id, x.type, x.timeout_minutes, x.data, x.metadata, x.address, x.agent);
}

/// Reads a session, which counts as using it.
struct get_session {
  using reply_type = session_record;
  std::string user;
  std::string session_id;
  std::string_view key() const { return user; }
};
template <class Inspector>
auto inspect(Inspector& f, get_session& x) {
  return f(x.user, x.session_id);
}

struct session_list {
  std::vector<session_record> sessions;
};
template <class Inspector>
auto inspect(Inspector& f, session_list& x) {
  return f(x.sessions);
}
/// The live sessions, most recently used first.
struct list_sessions {
  using reply_type = session_list;
  std::string user;
  std::string_view key() const { return user; }
};
template <class Inspector>
auto inspect(Inspector& f, list_sessions& x) {
  return f(x.user);
}

/// Merges values into a session. Keys of identity and time are ignored; `invalid` for a status other than
/// active and archived.
struct update_session {
  using reply_type = session_record;
  std::string user;
  std::string session_id;
  std::string updates;  ///< JSON object
  std::string_view key() const { return user; }
};
template <class Inspector>
auto inspect(Inspector& f, update_session& x) {
  return f(x.user, x.session_id, x.updates);
}

struct delete_session {
  using reply_type = done;
  std::string user;
  std::string session_id;
  std::string_view key() const { return user; }
};
template <class Inspector>
auto inspect(Inspector& f, delete_session& x) {
  return f(x.user, x.session_id);
}

struct sessions_deleted {
  std::uint64_t count = 0;
};
template <class Inspector>
auto inspect(Inspector& f, sessions_deleted& x) {
  return f(x.count);
}
/// Deletes all sessions of the user but one, which may be empty.
struct delete_sessions {
  using reply_type = sessions_deleted;
  std::string user;
  std::string keep;
  std::string_view key() const { return user; }
};
template <class Inspector>
auto inspect(Inspector& f, delete_sessions& x) {
  return f(x.user, x.keep);
}

struct alive {
  std::string session_id;
  micros used = 0;
  std::string status;
};
template <class Inspector>
auto inspect(Inspector& f, alive& x) {
  return f(x.session_id, x.used, x.status);
}
/// Marks a session as in use. Answered before it is stored: a crash may lose up to a minute of it.
struct heartbeat {
  using reply_type = alive;
  std::string user;
  std::string session_id;
  std::string_view key() const { return user; }
};
template <class Inspector>
auto inspect(Inspector& f, heartbeat& x) {
  return f(x.user, x.session_id);
}

// Inside of the module.

/// Stores when sessions were used, after a pause in which more may be.
struct store_uses {
  using reply_type = void;
  std::string user;
  std::string_view key() const { return user; }
};
template <class Inspector>
auto inspect(Inspector& f, store_uses& x) {
  return f(x.user);
}
/// Removes rows of sessions that have expired; then again after a while.
struct sweep_expired {
  using reply_type = void;
};
template <class Inspector>
auto inspect(Inspector& f, sweep_expired&) {
  return f();
}

using messages = message_list<session_record, session_opened, open_session, get_session, session_list,
                              list_sessions, update_session, delete_session, sessions_deleted,
                              delete_sessions, alive, heartbeat, store_uses, sweep_expired>;
template <class T>
requires listed<T, messages> messages message_list_of(const T*);

}  // namespace fm::sessions

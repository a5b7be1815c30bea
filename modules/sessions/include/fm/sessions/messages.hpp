#pragma once
// What the sessions module says and is asked. Plain structs; no behaviour, no CAF. Each message
// names the user whose sessions are meant; a session of somebody else is `not_found`.
#include <fm/actors/context.hpp>
#include <fm/actors/message_list.hpp>
#include <fm/actors/outcome.hpp>

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace fm::sessions {

/// Whose sessions those are that were made without a token: they give access to nothing.
inline constexpr std::string_view nobody = "nobody";

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

struct session_opened {
  session_record session;
  bool resumed = false;
};

/// Longer names of clients are cut.
inline constexpr std::size_t longest_agent = 1'000;

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
  std::string agent;  ///< at most `longest_agent` bytes
  std::string_view key() const { return user; }
};

/// Reads a session, which counts as using it.
struct get_session {
  using reply_type = session_record;
  std::string user;
  std::string session_id;
  std::string_view key() const { return user; }
};

struct session_list {
  std::vector<session_record> sessions;
};
/// The live sessions, most recently used first.
struct list_sessions {
  using reply_type = session_list;
  std::string user;
  std::string_view key() const { return user; }
};

/// Merges values into a session. Keys of identity and time are ignored; `invalid` for a status other than
/// active and archived.
struct update_session {
  using reply_type = session_record;
  std::string user;
  std::string session_id;
  std::string updates;  ///< JSON object
  std::string_view key() const { return user; }
};

struct delete_session {
  using reply_type = done;
  std::string user;
  std::string session_id;
  std::string_view key() const { return user; }
};

struct sessions_deleted {
  std::uint64_t count = 0;
};
/// Deletes all sessions of the user but one, which may be empty.
struct delete_sessions {
  using reply_type = sessions_deleted;
  std::string user;
  std::string keep;
  std::string_view key() const { return user; }
};

struct alive {
  std::string session_id;
  micros used = 0;
  std::string status;
};
/// Marks a session as in use. Answered before it is stored: a crash may lose up to a minute of it.
struct heartbeat {
  using reply_type = alive;
  std::string user;
  std::string session_id;
  std::string_view key() const { return user; }
};

// What a session holds: the messages and cases among its data.

struct session_message {
  std::string id;
  std::string role;  ///< user, assistant, system
  std::string content;
  micros at = 0;
  bool operator==(const session_message&) const = default;
};

struct message_added {
  session_message message;
  std::uint64_t total = 0;
};
/// Appends a message to the data of a session; `too_large` when there is no more room.
struct add_session_message {
  using reply_type = message_added;
  std::string user;
  std::string session_id;
  std::string role;
  std::string content;
  std::string_view key() const { return user; }
};

struct session_messages {
  std::vector<session_message> messages;
  std::uint64_t total = 0;
};
/// The newest messages of a session, oldest first. Entries that a client has put among the data and that are
/// no messages are passed over.
struct list_session_messages {
  using reply_type = session_messages;
  std::string user;
  std::string session_id;
  std::uint32_t limit = 100;
  std::string_view key() const { return user; }
};

/// A session, without its data, in numbers.
struct session_numbers {
  session_record session;
  std::uint64_t messages = 0;
  std::uint64_t cases = 0;
  std::uint64_t data_bytes = 0;
};
struct count_session {
  using reply_type = session_numbers;
  std::string user;
  std::string session_id;
  std::string_view key() const { return user; }
};

struct data_cleared {
  std::uint64_t messages_removed = 0;
  std::uint64_t bytes_freed = 0;
};
/// Empties the data of a session and keeps everything else.
struct clear_session_data {
  using reply_type = data_cleared;
  std::string user;
  std::string session_id;
  std::string_view key() const { return user; }
};

struct recovery_info {
  bool can_recover = false;
  micros stored = 0;  ///< as of when it stands in the database
  std::uint64_t data_bytes = 0;
  std::uint64_t messages = 0;
};
/// What the database holds of a session, also of one that has expired and is not removed yet.
struct examine_recovery {
  using reply_type = recovery_info;
  std::string user;
  std::string session_id;
  std::string_view key() const { return user; }
};

struct sessions_found {
  std::vector<session_numbers> sessions;
  std::uint64_t total = 0;  ///< before paging
};
/// The live sessions that fit all conditions, most recently used first.
struct search_sessions {
  using reply_type = sessions_found;
  std::string user;
  std::string status;  ///< empty for any
  std::uint64_t min_messages = 0;
  std::uint64_t max_messages = std::uint64_t(-1);
  bool asks_cases = false;  ///< then `has_cases` is a condition
  bool has_cases = false;
  micros created_after = 0;
  micros created_before = 0;  ///< 0 for any
  std::string text;           ///< in any message, whatever the case of its ASCII letters; empty for any
  std::uint32_t limit = 20;
  std::uint64_t offset = 0;
  std::string_view key() const { return user; }
};

struct status_count {
  std::string status;
  std::uint64_t count = 0;
};
struct session_statistics {
  std::string user;
  std::uint64_t sessions = 0;
  std::uint64_t messages = 0;
  std::uint64_t cases = 0;  ///< different ones
  micros oldest = 0;        ///< creation; 0 without a session
  micros newest = 0;
  std::vector<status_count> by_status;
  std::vector<std::string> devices;  ///< of mobile, tablet, desktop
};
/// All live sessions of the user in numbers.
struct summarise_sessions {
  using reply_type = session_statistics;
  std::string user;
  std::string_view key() const { return user; }
};

/// Removes what has expired and what was made more than 30 days ago.
struct clean_sessions {
  using reply_type = sessions_deleted;
  std::string user;
  std::string_view key() const { return user; }
};

// Inside of the module.

/// Stores when sessions were used, after a pause in which more may be.
struct store_uses {
  using reply_type = void;
  std::string user;
  std::string_view key() const { return user; }
};
/// Removes rows of sessions that have expired; then again after a while.
struct sweep_expired {
  using reply_type = void;
};

using messages =
    message_list<session_record, session_opened, open_session, get_session, session_list, list_sessions,
                 update_session, delete_session, sessions_deleted, delete_sessions, alive, heartbeat,
                 store_uses, sweep_expired, session_message, message_added, add_session_message,
                 session_messages, list_session_messages, session_numbers, count_session, data_cleared,
                 clear_session_data, recovery_info, examine_recovery, sessions_found, search_sessions,
                 session_statistics, summarise_sessions, clean_sessions>;
template <class T>
requires listed<T, messages> messages message_list_of(const T*);

}  // namespace fm::sessions

#pragma once
// How sessions live, are used and change.
#include "fm/sessions/messages.hpp"

#include <cstddef>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace fm::sessions {

inline constexpr std::uint32_t shortest_timeout = 60;  ///< minutes
inline constexpr std::uint32_t longest_timeout = 480;
inline constexpr std::size_t longest_data = std::size_t{1} << 20;  ///< bytes of JSON, data and metadata each

/// The live sessions of one user, by id.
using session_map = std::map<std::string, session_record, std::less<>>;

/// Its expiry slides along.
void use(session_record& s, micros now);
/// Null when there is none, or it has expired.
session_record* find_live(session_map& all, std::string_view id, micros now);
session_record* find_client(session_map& all, std::string_view client_id, micros now);
/// Forgets those that have expired.
void drop_expired(session_map& all, micros now);
/// The ids of those that must go for one more to fit, the least recently used first.
std::vector<std::string> beyond_cap(const session_map& all, std::size_t cap);
std::vector<session_record> most_recent_first(const session_map& all);

/// A session with values merged in: `status`, `metadata` and `session_data` (both merged), and any other key
/// into the data; keys of identity and time are ignored. Fails with `invalid` or `too_large`.
outcome<session_record> merged(session_record s, const std::string& updates);

/// As JSON for the key-value store, and back; what cannot be read is empty.
std::string to_text(const session_map& all);
session_map from_text(const std::string& text);

}  // namespace fm::sessions

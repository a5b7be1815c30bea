#pragma once
// The messages and cases among the free data of a session. Clients may put anything there: what is no message
// and no case id is passed over and kept.
#include "fm/sessions/messages.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace fm::sessions {

inline constexpr std::size_t longest_message = 100'000;  ///< characters

struct session_content {
  std::vector<session_message> messages;  ///< oldest first
  std::vector<std::string> cases;         ///< ids, each once
};
session_content content_of(const session_record& s);

/// The session with one more message at the end of its data; `too_large` when it does not fit.
outcome<session_record> with_message(session_record s, const session_message& m);

/// Without its data, in numbers.
session_numbers numbers_of(const session_record& s);

/// The bytes of its data; none when it is empty.
std::uint64_t data_bytes(const session_record& s);

}  // namespace fm::sessions

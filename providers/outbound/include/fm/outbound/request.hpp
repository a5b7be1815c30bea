#pragma once
// What is asked of another server, and within which bounds.
#include "fm/outbound/trace_context.hpp"

#include <fm/actors/context.hpp>
#include <fm/actors/secret.hpp>

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace fm::outbound {

enum class method : std::uint8_t { get, head, post, put, patch, remove };

/// As it stands in the request; `remove` is DELETE.
std::string_view to_string(method m);

/// A field of a head. The name is a token of RFC 9110, section 5.6.2; the value has no control characters.
struct header {
  std::string name;
  std::string value;
  bool operator==(const header&) const = default;
};
/// One whose value nobody may read in a log.
struct secret_header {
  std::string name;
  secret<> value;
};

/// How long a request may take, each on the steady clock and from 1 ms up.
struct time_limits {
  micros connect = 10 * second;     ///< name, TCP, proxy and TLS together, for each try
  micros first_byte = 60 * second;  ///< from the last byte sent to the first line of the head, for each try
  micros idle = 60 * second;        ///< between two pieces, while the caller takes them
  micros total = 300 * second;      ///< with all tries, redirects and waits
};

struct size_limits {
  std::uint64_t head = 64u << 10;  ///< bytes of the status line and of all fields
  std::uint64_t body = 16u << 20;  ///< bytes after decoding
  /// A server that sends faster than the caller takes is slowed down when so much waits for the caller.
  std::uint64_t waiting = 256u << 10;
};

struct request {
  outbound::method method = method::get;
  /// http or https, absolute, without user and password. Spaces and such are escaped already.
  std::string url;
  std::vector<header> headers{};
  /// Sent to the origin of `url` only, never to where it redirects.
  std::vector<secret_header> credentials{};
  std::string body{};
  time_limits times{};
  size_limits sizes{};
  /// How many redirects are followed; with 0 a redirect is an answer like any other.
  unsigned redirects = 0;
  /// The caller says that it does no harm when a POST or PATCH is carried out twice: it may be repeated, and
  /// sent on a kept connection, which the server may close at that moment. The other methods may in any case
  /// (RFC 9110, section 9.2.2).
  bool is_repeatable = false;
  /// How often it is tried again at most, as far as the budget of the host allows.
  unsigned retries = 2;
  /// The caller's place in its trace; without one a trace begins here.
  std::optional<trace_context> trace{};
};

/// The beginning of an answer.
struct answer_head {
  unsigned status = 0;            ///< 200 to 599
  std::vector<header> headers{};  ///< in their order, names in small letters
  /// The value of the first field of that name (in small letters), or empty.
  std::string_view value(std::string_view name) const;
};

}  // namespace fm::outbound

#pragma once
// Why a request to another server was not answered.
#include <fm/actors/context.hpp>
#include <fm/actors/error.hpp>

#include <cstdint>
#include <string>

namespace fm::outbound {

enum class trouble_kind : std::uint8_t {
  invalid,       ///< the request cannot be sent as it is
  refused,       ///< by the guard, see `refusal`
  busy,          ///< too many requests are under way; nothing was sent
  circuit_open,  ///< the server has failed again and again; nothing was sent
  dns,           ///< its name leads nowhere
  connect,       ///< no connection to it, or to the proxy
  tls,           ///< its certificate or its TLS is not good
  proxy,         ///< the proxy does not pass the request on
  timed_out,     ///< see `time_limit`
  cancelled,     ///< by the caller
  too_large,     ///< the answer is longer than the request allows
  broken,        ///< the answer ended or is no HTTP
  stopped,       ///< the client was closed
  internal,      ///< the fault is ours
};

/// What the guard does not like.
enum class refusal : std::uint8_t {
  none,
  malformed,  ///< no URL, or one that is read in more than one way
  scheme,     ///< neither http nor https
  user_info,  ///< a name or password in the URL
  host,       ///< not among the hosts of the service
  address,    ///< the name or the address leads to where the service may not go
  downgrade,  ///< a redirect from https to http
  too_many_redirects,
  leaving,  ///< a redirect that would take the body of the request to another server
};

enum class time_limit : std::uint8_t { none, connect, first_byte, idle, total };

/// The text is a sentence that says what was wrong and what would be right. Of URLs it holds scheme, host and
/// port alone, of headers nothing.
struct trouble {
  trouble_kind kind = trouble_kind::internal;
  std::string text{};
  outbound::refusal refusal = outbound::refusal::none;
  outbound::time_limit limit = outbound::time_limit::none;
  micros retry_after = 0;   ///< after which it may be different; 0: nobody knows
  bool is_sent = false;     ///< the server may have got a part of the request or all of it
  bool is_passing = false;  ///< the same request may succeed soon
};

/// For callers who know the codes of the program alone.
failure to_failure(const trouble& why);

}  // namespace fm::outbound

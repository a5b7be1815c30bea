#pragma once
// The server through which requests of a service go out.
#include "core/origin.hpp"

#include <fm/actors/secret.hpp>

#include <cstdint>
#include <string>

namespace fm::outbound {

struct proxy {
  enum class protocol : std::uint8_t { http, https, socks5, socks5h };
  protocol speaks = protocol::http;
  outbound::origin origin;  ///< its scheme is that of the protocol
  secret<> user;
  secret<> password;
  /// Whether the target's name is looked up by the proxy, so that its addresses are not known here.
  bool looks_up() const { return speaks != protocol::socks5; }
};

}  // namespace fm::outbound

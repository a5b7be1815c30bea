#pragma once
// Whom a URL speaks to.
#include "fm/outbound/ip_address.hpp"

#include <cstdint>
#include <optional>
#include <string>

namespace fm::outbound {

/// Scheme, host and port (RFC 6454), in the one form that `url` makes of all spellings.
struct origin {
  std::string scheme;  ///< "http" or "https"
  std::string host;    ///< small letters of ASCII, or an address; an IPv6 address in brackets
  std::uint16_t port = 0;
  std::optional<ip_address> address;  ///< when the host is no name
  bool operator==(const origin&) const = default;
};

constexpr std::uint16_t default_port(std::string_view scheme) { return scheme == "https" ? 443 : 80; }

/// "https://api.example.com" or "http://127.0.0.1:11434": what messages may show.
inline std::string to_text(const origin& o) {
  auto out = o.scheme + "://" + o.host;
  if (o.port != default_port(o.scheme)) out += ':' + std::to_string(o.port);
  return out;
}

}  // namespace fm::outbound

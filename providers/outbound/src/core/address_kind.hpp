#pragma once
// What an address is for, by the registries of IANA (RFC 6890 and its updates).
#include "fm/outbound/ip_address.hpp"

#include <cstdint>
#include <string_view>

namespace fm::outbound {

enum class address_kind : std::uint8_t {
  global,       ///< of the public Internet
  unspecified,  ///< "this network", which Linux takes for the machine itself
  loopback,     ///< the machine itself
  link_local,   ///< also where clouds serve credentials to their machines
  private_use,  ///< RFC 1918, RFC 4193
  shared,       ///< behind the NAT of a provider, RFC 6598
  cloud_host,   ///< a public address by which a cloud serves its own machines
  multicast,
  reserved,  ///< documentation, benchmarks, tunnels, what is not assigned
};

/// What people call it: "a loopback address".
std::string_view to_string(address_kind kind);

struct address_block {
  address_kind kind = address_kind::global;
  std::string_view network;  ///< the one that decides, e.g. "127.0.0.0/8"; empty when global
};

/// An address that carries one of version 4 (mapped, NAT64, 6to4) is what that one is.
address_block block_of(const ip_address& address);

}  // namespace fm::outbound

#include "core/address_kind.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <optional>
#include <vector>

namespace fm::outbound {

namespace {

using enum address_kind;

struct known_block {
  std::string_view network;
  address_kind kind;
  /// Where an IPv4 address stands in it that decides instead; 0: nowhere.
  std::size_t carries_at = 0;
};

// The narrower of two that overlap stands first.
constexpr std::array blocks{
    known_block{"0.0.0.0/8", unspecified},        // RFC 791
    known_block{"10.0.0.0/8", private_use},       // RFC 1918
    known_block{"100.64.0.0/10", shared},         // RFC 6598
    known_block{"127.0.0.0/8", loopback},         // RFC 1122
    known_block{"168.63.129.16/32", cloud_host},  // Azure's, for virtual machines
    known_block{"169.254.0.0/16", link_local},    // RFC 3927
    known_block{"172.16.0.0/12", private_use},    // RFC 1918
    known_block{"192.0.0.0/24", reserved},        // RFC 6890
    known_block{"192.0.2.0/24", reserved},        // RFC 5737
    known_block{"192.88.99.0/24", reserved},      // RFC 7526
    known_block{"192.168.0.0/16", private_use},   // RFC 1918
    known_block{"198.18.0.0/15", reserved},       // RFC 2544
    known_block{"198.51.100.0/24", reserved},     // RFC 5737
    known_block{"203.0.113.0/24", reserved},      // RFC 5737
    known_block{"224.0.0.0/4", multicast},        // RFC 5771
    known_block{"240.0.0.0/4", reserved},         // RFC 1112, with the limited broadcast
    known_block{"::/128", unspecified},           // RFC 4291
    known_block{"::1/128", loopback},             // RFC 4291
    known_block{"::ffff:0:0/96", reserved, 12},   // RFC 4291: mapped
    known_block{"64:ff9b::/96", reserved, 12},    // RFC 6052: NAT64
    known_block{"2001::/23", reserved},           // RFC 2928, with Teredo
    known_block{"2001:db8::/32", reserved},       // RFC 3849
    known_block{"2002::/16", reserved, 2},        // RFC 3056: 6to4
    known_block{"3fff::/20", reserved},           // RFC 9637
    known_block{"fc00::/7", private_use},         // RFC 4193
    known_block{"fe80::/10", link_local},         // RFC 4291
    known_block{"fec0::/10", private_use},        // RFC 3879: site-local
    known_block{"ff00::/8", multicast},           // RFC 4291
};
/// All that IANA has given out for the public Internet in version 6.
constexpr std::string_view global_v6 = "2000::/3";

struct ready_block {
  ip_network network;
  const known_block* what;
};

const std::vector<ready_block>& ready_blocks() {
  static const std::vector<ready_block> all = [] {
    std::vector<ready_block> out;
    for (const auto& b : blocks) out.push_back({read_ip_network(b.network).value(), &b});
    return out;
  }();
  return all;
}

/// The interface identifier of ISATAP (RFC 5214, section 6.1) carries an address in every network.
bool is_isatap(const ip_address& a) {
  return a.is_v6 && (a.bytes[8] & 0xFD) == 0 && a.bytes[9] == 0 && a.bytes[10] == 0x5E && a.bytes[11] == 0xFE;
}

address_block carried(const ip_address& a, std::size_t at) {
  ip_address inner;
  std::copy_n(a.bytes.begin() + static_cast<std::ptrdiff_t>(at), 4, inner.bytes.begin());
  return block_of(inner);
}

}  // namespace

std::string_view to_string(address_kind kind) {
  switch (kind) {
    case global:
      return "a public address";
    case unspecified:
      return "an address that stands for no machine";
    case loopback:
      return "a loopback address";
    case link_local:
      return "a link-local address";
    case private_use:
      return "a private address";
    case shared:
      return "an address behind a provider's NAT";
    case cloud_host:
      return "an address of the cloud's own services";
    case multicast:
      return "a multicast address";
    case reserved:
      return "a reserved address";
  }
  return "an unknown address";
}

address_block block_of(const ip_address& address) {
  for (const auto& b : ready_blocks()) {
    if (!b.network.holds(address)) continue;
    return b.what->carries_at != 0 ? carried(address, b.what->carries_at)
                                   : address_block{b.what->kind, b.what->network};
  }
  if (!address.is_v6) return {};
  if (is_isatap(address) && carried(address, 12).kind != global) return carried(address, 12);
  static const auto assigned = read_ip_network(global_v6).value();
  return assigned.holds(address) ? address_block{} : address_block{reserved, "::/0"};
}

}  // namespace fm::outbound

#pragma once
// Addresses and networks of the Internet Protocol, as text and as numbers.
#include <array>
#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace fm::outbound {

/// An address of version 4 (the first four bytes) or 6, in network order.
struct ip_address {
  std::array<std::uint8_t, 16> bytes{};
  bool is_v6 = false;
  auto operator<=>(const ip_address&) const = default;
};

/// Nothing unless the text is four decimal numbers with dots, or an IPv6 address of RFC 4291, section 2.2,
/// without brackets and without a zone.
std::optional<ip_address> read_ip_address(std::string_view text);
/// The shortest form, that of RFC 5952 for version 6; without brackets.
std::string to_text(const ip_address& address);

/// All addresses that begin with the same bits.
struct ip_network {
  ip_address first;
  unsigned prefix = 0;  ///< bits, 0 to 32 or 128
  /// An address of the other version is never in it: "0.0.0.0/0" does not hold "::ffff:1.2.3.4".
  bool holds(const ip_address& address) const;
  bool operator==(const ip_network&) const = default;
};

/// "10.0.0.0/8", "fd00::/8", or an address that stands for itself alone. Nothing when the text is neither, or
/// when bits behind the prefix are set ("10.0.0.1/8" is a mistake of whoever wrote it).
std::optional<ip_network> read_ip_network(std::string_view text);

}  // namespace fm::outbound

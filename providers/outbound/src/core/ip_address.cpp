#include "fm/outbound/ip_address.hpp"

#include <arpa/inet.h>

#include <algorithm>
#include <charconv>

namespace fm::outbound {

namespace {

constexpr unsigned bits_of(const ip_address& a) { return a.is_v6 ? 128 : 32; }

bool bit(const ip_address& a, unsigned i) { return (a.bytes[i / 8] >> (7 - i % 8)) & 1; }

}  // namespace

std::optional<ip_address> read_ip_address(std::string_view text) {
  ip_address out;
  out.is_v6 = text.find(':') != std::string_view::npos;
  const std::string ended(text);
  if (ended.find('\0') != std::string::npos) return {};
  if (::inet_pton(out.is_v6 ? AF_INET6 : AF_INET, ended.c_str(), out.bytes.data()) != 1) return {};
  return out;
}

std::string to_text(const ip_address& address) {
  std::array<char, INET6_ADDRSTRLEN> text{};
  ::inet_ntop(address.is_v6 ? AF_INET6 : AF_INET, address.bytes.data(), text.data(), text.size());
  return text.data();
}

bool ip_network::holds(const ip_address& address) const {
  if (address.is_v6 != first.is_v6) return false;
  for (unsigned i = 0; i < prefix; ++i)
    if (bit(address, i) != bit(first, i)) return false;
  return true;
}

std::optional<ip_network> read_ip_network(std::string_view text) {
  const auto slash = text.find('/');
  const auto address = read_ip_address(text.substr(0, slash));
  if (!address) return {};
  ip_network out{*address, bits_of(*address)};
  if (slash == std::string_view::npos) return out;
  const auto digits = text.substr(slash + 1);
  const auto* end = digits.data() + digits.size();
  const auto read = std::from_chars(digits.data(), end, out.prefix);
  if (read.ec != std::errc() || read.ptr != end || out.prefix > bits_of(*address)) return {};
  for (unsigned i = out.prefix; i < bits_of(*address); ++i)
    if (bit(*address, i)) return {};
  return out;
}

}  // namespace fm::outbound

#pragma once
// Which hosts a list names.
#include "core/origin.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace fm::outbound {

/// One entry of a list of hosts.
struct host_rule {
  std::string host;    ///< canonical, without the "*."
  bool below = false;  ///< "*.example.org": what ends with ".example.org" and nothing else
  bool both = false;   ///< ".example.org" or "example.org" of NO_PROXY: the host and all below it
  std::optional<ip_network> network;  ///< instead of a host
  std::uint16_t port = 0;             ///< 0: every port
};

bool names(const host_rule& rule, const origin& o);
bool any_names(const std::vector<host_rule>& rules, const origin& o);

/// Entries of a NO_PROXY as curl, Go and Python read it: names with all below them, addresses, networks, each
/// perhaps with a port; "*" is every host.
std::vector<host_rule> read_no_proxy(const std::vector<std::string>& entries);

}  // namespace fm::outbound

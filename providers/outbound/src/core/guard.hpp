#pragma once
// Where requests may go. The first look is at the URL, the second at each address that its host leads to.
#include "core/host_rules.hpp"
#include "core/origin.hpp"
#include "fm/outbound/trouble.hpp"

#include <optional>
#include <string>
#include <vector>

namespace fm::outbound {

/// The rules of one service, read.
struct guard {
  std::vector<origin> origins;       ///< that the operator has configured
  std::vector<ip_network> networks;  ///< not public, and open to every name
  std::vector<host_rule> only;       ///< when not empty, no others
};

/// Whether the operator has configured this very scheme, host and port.
bool is_configured(const guard& rules, const origin& to);

/// What the URL alone tells: names that are not listed, addresses that stand in it. With a proxy that looks
/// names up this is all that can be checked.
std::optional<trouble> check_origin(const guard& rules, const origin& to);

/// One address that the host of an origin leads to.
std::optional<trouble> check_address(const guard& rules, const origin& to, const ip_address& address);

}  // namespace fm::outbound

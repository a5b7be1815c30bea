#pragma once
// The settings of a service, read.
#include "core/guard.hpp"
#include "core/host_rules.hpp"
#include "fm/outbound/service.hpp"
#include "proxy.hpp"

#include <optional>
#include <string>
#include <vector>

namespace fm::outbound {

class service {
 public:
  std::string name;
  guard rules;
  std::optional<outbound::proxy> proxy;
  std::vector<host_rule> no_proxy;
  std::string ca_file;
  bool http2 = false;

  /// The proxy on the way to an origin; null when there is none.
  const outbound::proxy* proxy_to(const origin& to) const {
    return proxy && !any_names(no_proxy, to) ? &*proxy : nullptr;
  }
};

}  // namespace fm::outbound

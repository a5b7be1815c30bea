#include "core/guard.hpp"

#include "core/address_kind.hpp"

#include <algorithm>
#include <string_view>

namespace fm::outbound {

namespace {

trouble refused(refusal why, std::string text) {
  return {.kind = trouble_kind::refused, .text = std::move(text), .refusal = why};
}

/// Names that mean the machine itself (RFC 6761, section 6.3) or the credentials of a cloud's machine,
/// whoever looks them up.
bool is_local_name(std::string_view host) {
  return host == "localhost" || host.ends_with(".localhost") || host == "metadata.google.internal";
}

/// Where a name that the operator has configured may lead to without a word more.
bool may_be_configured(address_kind kind) {
  using enum address_kind;
  return kind == loopback || kind == private_use || kind == shared;
}

/// What is no single machine is no server, whoever has configured it.
bool is_no_machine(address_kind kind) {
  return kind == address_kind::unspecified || kind == address_kind::multicast;
}

bool is_open(const guard& rules, const origin& to, const ip_address& address, address_kind kind) {
  if (kind == address_kind::global) return true;
  if (is_no_machine(kind)) return false;
  if (is_configured(rules, to) && (may_be_configured(kind) || to.address == address)) return true;
  return std::any_of(rules.networks.begin(), rules.networks.end(),
                     [&](const auto& n) { return n.holds(address); });
}

}  // namespace

bool is_configured(const guard& rules, const origin& to) {
  return std::find(rules.origins.begin(), rules.origins.end(), to) != rules.origins.end();
}

std::optional<trouble> check_origin(const guard& rules, const origin& to) {
  if (!rules.only.empty() && !is_configured(rules, to) && !any_names(rules.only, to))
    return refused(refusal::host,
                   to_text(to) +
                       " is not among the hosts that this service may call: add the host to its "
                       "allowed hosts if it should be");
  if (to.address) return check_address(rules, to, *to.address);
  if (is_local_name(to.host) && !is_configured(rules, to))
    return refused(refusal::address,
                   to_text(to) +
                       " is a name of this machine or of its cloud, where requests may not go: "
                       "an operator can configure exactly this scheme, host and port for the "
                       "service");
  return {};
}

std::optional<trouble> check_address(const guard& rules, const origin& to, const ip_address& address) {
  const auto block = block_of(address);
  if (is_open(rules, to, address, block.kind)) return {};
  auto text = to_text(to) + (to.address ? " is " : " leads to ") + std::string(to_string(block.kind)) + " (" +
              std::string(block.network) + "), where requests may not go: ";
  if (is_no_machine(block.kind))
    text += "write the address of the server itself";
  else if (is_configured(rules, to))
    text += "an operator can add its network to the allowed networks of the service";
  else
    text +=
        "an operator can configure exactly this scheme, host and port for the service, or allow the network";
  return refused(refusal::address, std::move(text));
}

}  // namespace fm::outbound

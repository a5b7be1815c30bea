#include "core/host_rules.hpp"

#include "core/field_rules.hpp"

#include <algorithm>
#include <charconv>

namespace fm::outbound {

namespace {

bool is_below(std::string_view host, std::string_view above) {
  return host.size() > above.size() + 1 && host.ends_with(above) &&
         host[host.size() - above.size() - 1] == '.';
}

/// Takes ":8080" off the end of a name, of an IPv4 address or of an IPv6 address in brackets.
std::uint16_t take_port(std::string_view& text) {
  const auto colon = text.rfind(':');
  if (colon == std::string_view::npos) return 0;
  const bool is_bare_v6 = text.find(':') != colon && !(colon > 0 && text[colon - 1] == ']');
  if (is_bare_v6) return 0;
  std::uint16_t port = 0;
  const auto digits = text.substr(colon + 1);
  std::from_chars(digits.data(), digits.data() + digits.size(), port);
  text = text.substr(0, colon);
  return port;
}

host_rule read_entry(std::string_view entry) {
  host_rule out;
  out.port = take_port(entry);
  if (entry.starts_with('[') && entry.ends_with(']')) entry = entry.substr(1, entry.size() - 2);
  if (auto network = read_ip_network(entry)) {
    out.network = network;
    return out;
  }
  out.both = true;
  if (entry.starts_with("*.")) entry.remove_prefix(1);
  if (entry.starts_with('.')) entry.remove_prefix(1);
  if (entry.ends_with('.')) entry.remove_suffix(1);
  out.host = small_letters(entry);
  return out;
}

}  // namespace

bool names(const host_rule& rule, const origin& o) {
  if (rule.port != 0 && rule.port != o.port) return false;
  if (rule.network) return o.address && rule.network->holds(*o.address);
  if (rule.both && rule.host == "*") return true;
  if (rule.host == o.host) return !rule.below;
  return (rule.below || rule.both) && !o.address && is_below(o.host, rule.host);
}

bool any_names(const std::vector<host_rule>& rules, const origin& o) {
  return std::any_of(rules.begin(), rules.end(), [&](const auto& rule) { return names(rule, o); });
}

std::vector<host_rule> read_no_proxy(const std::vector<std::string>& entries) {
  std::vector<host_rule> out;
  for (const auto& e : entries)
    if (!trimmed(e).empty()) out.push_back(read_entry(trimmed(e)));
  return out;
}

}  // namespace fm::outbound

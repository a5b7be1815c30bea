#include "own_names.hpp"

#include <fm/http/text.hpp>

#include <arpa/inet.h>

#include <algorithm>
#include <utility>

namespace fm::http {

namespace {

bool is_port(std::string_view text) {
  return text.size() <= 5 &&
         std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

/// Of "name:port" or "[address]:port", the name or address; empty when it is neither.
std::string_view name_of(std::string_view host) {
  const auto behind = host.starts_with('[') ? host.find(']') + 1 : std::min(host.find(':'), host.size());
  auto name = host.substr(0, behind);
  const auto port = host.substr(behind);
  if (!port.empty() && (port.front() != ':' || !is_port(port.substr(1)))) return {};
  if (name.ends_with('.')) name.remove_suffix(1);
  return name;
}

bool is_address(std::string_view name) {
  unsigned char bytes[16];
  if (name.starts_with('[') && name.ends_with(']'))
    return ::inet_pton(AF_INET6, std::string(name.substr(1, name.size() - 2)).c_str(), bytes) == 1;
  return ::inet_pton(AF_INET, std::string(name).c_str(), bytes) == 1;
}

bool ends_with_word(std::string_view text, std::string_view end) {
  return text.size() > end.size() && same_word(text.substr(text.size() - end.size()), end);
}

}  // namespace

own_names::own_names(std::vector<std::string> allowed) : allowed_(std::move(allowed)) {
  any_ = std::find(allowed_.begin(), allowed_.end(), "*") != allowed_.end();
}

bool own_names::include(std::string_view host) const {
  if (any_) return true;
  const auto name = name_of(host);
  if (name.empty()) return false;
  if (same_word(name, "localhost") || ends_with_word(name, ".localhost") || is_address(name)) return true;
  return std::any_of(allowed_.begin(), allowed_.end(), [name](std::string_view a) {
    return a.starts_with("*.") ? ends_with_word(name, a.substr(1)) : same_word(name, a);
  });
}

bool is_origin_of(std::string_view origin, std::string_view host) {
  for (const std::string_view scheme : {"http://", "https://"})
    if (origin.starts_with(scheme)) return !host.empty() && same_word(origin.substr(scheme.size()), host);
  return false;
}

}  // namespace fm::http

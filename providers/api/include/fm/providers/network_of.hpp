#pragma once
// What stands for a client where clients are counted by address.
#include <algorithm>
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace fm::providers {

/// The network of an address: clients choose freely within their /64 of IPv6 (RFC 4291, section 2.5.1), so
/// its first four groups stand for all of it, however the text is shortened. Everything else stands for
/// itself.
inline std::string network_of(std::string_view address) {
  constexpr std::size_t all = 8, counted = 4;
  if (address.find(':') == std::string_view::npos || address.find('.') != std::string_view::npos)
    return std::string(address);
  const auto gap = address.find("::");
  auto groups_of = [](std::string_view text) {
    std::vector<std::string_view> out;
    while (!text.empty()) {
      const auto end = std::min(text.find(':'), text.size());
      out.push_back(text.substr(0, end));
      text.remove_prefix(std::min(end + 1, text.size()));
    }
    return out;
  };
  auto groups = groups_of(address.substr(0, gap));
  if (gap != std::string_view::npos) {
    const auto after = groups_of(address.substr(gap + 2));
    while (groups.size() + after.size() < all) groups.emplace_back("0");
    groups.insert(groups.end(), after.begin(), after.end());
  }
  std::string out;
  for (std::size_t i = 0; i < std::min(counted, groups.size()); ++i) {
    out += groups[i];
    out += ':';
  }
  return out;
}

}  // namespace fm::providers

#include "fm/outbound/place.hpp"

#include "core/address_kind.hpp"
#include "url.hpp"

#include <algorithm>
#include <array>

namespace fm::outbound {

namespace {

/// Where clouds serve metadata within blocks that are of use otherwise.
constexpr std::array<std::string_view, 3> metadata{"100.100.100.200", "192.0.0.192", "fd00:ec2::254"};

}  // namespace

place place_of(std::string_view text) {
  const auto read = read_url(text);
  const auto* good = std::get_if<url>(&read);
  if (good == nullptr) return place::unreadable;
  const auto& to = good->origin;
  if (!to.address) {
    if (to.host == "metadata.google.internal") return place::forbidden;
    return to.host == "localhost" || to.host.ends_with(".localhost") ? place::own : place::elsewhere;
  }
  const auto written = to_text(*to.address);
  if (std::find(metadata.begin(), metadata.end(), written) != metadata.end()) return place::forbidden;
  switch (block_of(*to.address).kind) {
    case address_kind::loopback:
    case address_kind::private_use:
      return place::own;
    case address_kind::global:
    case address_kind::shared:
      return place::elsewhere;
    default:
      return place::forbidden;
  }
}

}  // namespace fm::outbound

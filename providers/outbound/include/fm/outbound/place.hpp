#pragma once
// Where a URL leads to, as far as it says so itself.
#include <cstdint>
#include <string_view>

namespace fm::outbound {

enum class place : std::uint8_t {
  own,  ///< this machine or a private network, by its address; of names "localhost" and what is below it
  forbidden,  ///< link-local, a cloud's own services (metadata, credentials), or an address of no machine
  elsewhere,  ///< a public address, or a name
  unreadable  ///< no URL with exactly one reading
};

/// What is called is what is judged: numbers in any spelling, and addresses that carry another, count as what
/// they lead to.
place place_of(std::string_view url);

}  // namespace fm::outbound

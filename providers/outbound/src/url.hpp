#pragma once
// URLs as libcurl reads them (RFC 3986, with curl's leniency), brought into one form: what the guard looks at
// is, byte for byte, what the transfer is given.
#include "core/origin.hpp"
#include "fm/outbound/trouble.hpp"

#include <string>
#include <string_view>
#include <variant>

namespace fm::outbound {

/// A URL that has exactly one reading.
struct url {
  std::string text;  ///< absolute, without user, password and fragment
  outbound::origin origin;
};

/// The URL, or what the guard does not like about it.
using checked_url = std::variant<url, trouble>;

/// Numbers for addresses and IPv6 get their usual form; one dot behind a name is dropped. International names
/// are taken in the form of IDNA (RFC 5891) only.
checked_url read_url(std::string_view text);

/// What a `Location` means that came from `base` (RFC 9110, section 10.2.2).
checked_url read_location(const url& base, std::string_view location);

}  // namespace fm::outbound

#pragma once
// Times in heads (RFC 9110, section 5.6.7), and what servers say of when to come again.
#include <fm/actors/context.hpp>

#include <optional>
#include <string_view>

namespace fm::outbound {

/// Microseconds since 1970 UTC of "Sun, 06 Nov 1994 08:49:37 GMT" or of one of the two obsolete forms. `now`
/// decides in which century a year of two digits lies.
std::optional<micros> read_http_date(std::string_view text, micros now);

/// How long a `Retry-After` (RFC 9110, section 10.2.3) asks to wait, from `now` on the wall clock; 0 for a
/// time that has passed.
std::optional<micros> read_retry_after(std::string_view text, micros now);

}  // namespace fm::outbound

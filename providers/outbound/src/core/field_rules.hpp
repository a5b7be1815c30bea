#pragma once
// Fields of heads: what may be sent, and how what comes is read (RFC 9110, section 5; RFC 9112, section 5).
#include "fm/outbound/request.hpp"
#include "fm/outbound/trouble.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace fm::outbound {

/// With the capital letters of ASCII as small ones.
std::string small_letters(std::string_view text);
/// Without blanks and tabs at both ends.
std::string_view trimmed(std::string_view text);

/// What is wrong with the request itself: fields that would break the head or that are not for callers to
/// set, limits of nothing. Never shows a value.
std::optional<trouble> check_request(const request& what);

/// The status of a line that begins an answer: "HTTP/1.1 200 OK"; nothing when it is none.
std::optional<unsigned> read_status_line(std::string_view line);
/// A field of an answer, with its name in small letters; nothing when the line is none.
std::optional<header> read_field(std::string_view line);

}  // namespace fm::outbound

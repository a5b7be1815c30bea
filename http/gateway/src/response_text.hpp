#pragma once
// A response as it goes over the wire.
#include "cors.hpp"

#include <fm/actors/context.hpp>
#include <fm/http/response.hpp>
#include <fm/http/service.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace fm::http {

/// How the body follows the head.
struct framing {
  std::optional<std::uint64_t> length;  ///< none: chunked, or until the connection ends
  bool with_body = true;                ///< not for HEAD
  bool no_store = false;
};

/// Status line, the fields of every response, those of this one, and the empty line.
std::string head_text(const incoming& r, const response& x, const framing& f, const cors& allowed,
                      micros now);
/// The same for a request that could not be read; it ends the connection.
std::string last_response_text(const response& x, micros now);

/// What Date says (RFC 9110), computed once a second and thread.
std::string_view date_text(micros now);
std::string_view reason_of(int status);

}  // namespace fm::http

#pragma once
// What a request becomes when it is redirected (RFC 9110, section 15.4).
#include "core/guard.hpp"
#include "core/origin.hpp"
#include "fm/outbound/request.hpp"
#include "fm/outbound/trouble.hpp"

#include <variant>

namespace fm::outbound {

/// Whether an answer sends the request elsewhere.
bool is_redirect(const answer_head& head);

/// What is changed about the request.
struct redirected {
  outbound::method method = method::get;
  bool keeps_body = false;
  bool keeps_origin = false;  ///< otherwise credentials and all but harmless fields stay behind
};

/// The URL of the new place has been read and is checked by the guard afterwards. A body follows to its own
/// origin and to those that are configured.
std::variant<redirected, trouble> redirect(const guard& rules, unsigned status, method m, bool has_body,
                                           const origin& from, const origin& to);

/// Whether a field of the request goes to an origin that the caller did not name.
bool is_harmless(std::string_view name);

}  // namespace fm::outbound

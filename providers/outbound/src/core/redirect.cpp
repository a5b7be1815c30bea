#include "core/redirect.hpp"

#include "core/field_rules.hpp"

#include <algorithm>
#include <array>

namespace fm::outbound {

namespace {

trouble refused(refusal why, std::string text) {
  return {.kind = trouble_kind::refused, .text = std::move(text), .refusal = why, .is_sent = true};
}

bool becomes_get(unsigned status, method m) {
  if (m == method::head || m == method::get) return false;
  return status == 303 || (m == method::post && (status == 301 || status == 302));
}

}  // namespace

bool is_redirect(const answer_head& head) {
  switch (head.status) {
    case 301:
    case 302:
    case 303:
    case 307:
    case 308:
      return !head.value("location").empty();
    default:
      return false;
  }
}

std::variant<redirected, trouble> redirect(const guard& rules, unsigned status, method m, bool has_body,
                                           const origin& from, const origin& to) {
  if (from.scheme == "https" && to.scheme == "http")
    return refused(refusal::downgrade,
                   to_text(from) + " redirects to http (" + to_text(to) +
                       "), where others can read along: call a URL that stays with https");
  redirected out{m, has_body, from == to};
  if (becomes_get(status, m)) out = {method::get, false, out.keeps_origin};
  if (out.keeps_body && !out.keeps_origin && !is_configured(rules, to))
    return refused(refusal::leaving, to_text(from) + " redirects the body of the request to " + to_text(to) +
                                         ": call that one directly, or have an operator configure it for the "
                                         "service");
  return out;
}

bool is_harmless(std::string_view name) {
  constexpr std::array<std::string_view, 6> harmless{"accept",       "accept-language", "content-language",
                                                     "content-type", "user-agent",      "range"};
  return std::find(harmless.begin(), harmless.end(), small_letters(name)) != harmless.end();
}

}  // namespace fm::outbound

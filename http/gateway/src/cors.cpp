#include "cors.hpp"

#include <algorithm>

namespace fm::http {

bool cors::allows(std::string_view origin) const {
  if (origin.empty()) return false;
  if (extensions_ && (origin.starts_with("chrome-extension://") || origin.starts_with("moz-extension://")))
    return true;
  return std::find(origins_.begin(), origins_.end(), origin) != origins_.end();
}

void cors::append(std::string_view origin, std::string& head) const {
  if (!allows(origin)) return;
  head += "Access-Control-Allow-Origin: ";
  head += origin;
  head +=
      "\r\nAccess-Control-Allow-Credentials: true\r\n"
      "Access-Control-Expose-Headers: Location, Retry-After, X-Request-ID, X-Total-Count, ETag, "
      "Content-Disposition, RateLimit, RateLimit-Policy, X-RateLimit-Limit, X-RateLimit-Remaining, "
      "x-title-source, x-error-code, "
      "x-expected-version, x-actual-version\r\n";
}

void cors::describe(response& r) {
  r.header("Access-Control-Allow-Methods", "GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS")
      .header("Access-Control-Allow-Headers",
              "accept, authorization, content-type, idempotency-key, if-match, if-none-match, last-event-id, "
              "prefer, range, x-request-id, "
              "x-session-id, x-user-id, x-user-roles")
      .header("Access-Control-Max-Age", "600");
}

}  // namespace fm::http

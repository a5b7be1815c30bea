#include <fm/civil/utc_text.hpp>
#include <fm/http/fields.hpp>

namespace fm::http {

std::string time_text(micros t) { return utc_text(t, fraction::six_digits); }

json::value time_or_null(micros t) { return t == 0 ? json::value() : json::value(time_text(t)); }

bool is_uuid(std::string_view text) {
  if (text.size() != 36) return false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    const bool dash = i == 8 || i == 13 || i == 18 || i == 23;
    if (dash ? c != '-' : !((c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F')))
      return false;
  }
  return true;
}

}  // namespace fm::http

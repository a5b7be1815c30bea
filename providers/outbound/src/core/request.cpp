#include "fm/outbound/request.hpp"

#include <algorithm>

namespace fm::outbound {

std::string_view to_string(method m) {
  switch (m) {
    case method::get:
      return "GET";
    case method::head:
      return "HEAD";
    case method::post:
      return "POST";
    case method::put:
      return "PUT";
    case method::patch:
      return "PATCH";
    case method::remove:
      return "DELETE";
  }
  return "GET";
}

std::string_view answer_head::value(std::string_view name) const {
  const auto found =
      std::find_if(headers.begin(), headers.end(), [&](const auto& h) { return h.name == name; });
  return found == headers.end() ? std::string_view() : std::string_view(found->value);
}

}  // namespace fm::outbound

#include <fm/http/negotiation.hpp>
#include <fm/http/text.hpp>

namespace fm::http {

namespace {

/// Cuts the first part of a list with commas off, trimmed.
std::string_view next_of(std::string_view& list) {
  const auto comma = list.find(',');
  const auto part = trimmed(list.substr(0, comma));
  list = comma == std::string_view::npos ? std::string_view() : list.substr(comma + 1);
  return part;
}

std::string_view without_weakness(std::string_view tag) {
  return tag.starts_with("W/") ? tag.substr(2) : tag;
}

/// "q=0", "q=0.0" and the like.
bool is_refused(std::string_view parameters) {
  const auto q = trimmed(parameters);
  return q.size() > 2 && lower(q[0]) == 'q' && q[1] == '=' &&
         q.find_first_not_of("0.", 2) == std::string_view::npos;
}

}  // namespace

bool accepts_gzip(std::string_view accept_encoding) {
  while (!accept_encoding.empty()) {
    const auto one = next_of(accept_encoding);
    const auto semicolon = one.find(';');
    if (!same_word(trimmed(one.substr(0, semicolon)), "gzip")) continue;
    return semicolon == std::string_view::npos || !is_refused(one.substr(semicolon + 1));
  }
  return false;
}

bool asks_for_events(std::string_view accept) {
  while (!accept.empty()) {
    const auto one = next_of(accept);
    const auto semicolon = one.find(';');
    if (!same_word(trimmed(one.substr(0, semicolon)), "text/event-stream")) continue;
    return semicolon == std::string_view::npos || !is_refused(one.substr(semicolon + 1));
  }
  return false;
}

bool names_tag(std::string_view condition, std::string_view tag) {
  while (!condition.empty()) {
    const auto one = next_of(condition);
    if (one == "*" || without_weakness(one) == without_weakness(tag)) return true;
  }
  return false;
}

}  // namespace fm::http

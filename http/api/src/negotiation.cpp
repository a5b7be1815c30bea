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

/// The weight among the parameters of a part of a list, in thousandths; all of it where none is given, or
/// none that can be read.
int weight_of(std::string_view parameters) {
  constexpr int whole = 1'000;
  while (!parameters.empty()) {
    const auto semicolon = parameters.find(';');
    const auto one = trimmed(parameters.substr(0, semicolon));
    parameters = semicolon == parameters.npos ? std::string_view() : parameters.substr(semicolon + 1);
    if (one.size() < 3 || lower(one[0]) != 'q' || one[1] != '=') continue;
    if (one[2] != '0') return whole;
    int weight = 0, place = whole / 10;
    for (std::size_t i = 4; i < one.size() && place > 0 && one[i] >= '0' && one[i] <= '9'; ++i, place /= 10)
      weight += (one[i] - '0') * place;
    return weight;
  }
  return whole;
}

/// The weight of what is named in a list of what is taken; -1 where it is not.
int weight_in(std::string_view list, std::string_view name) {
  while (!list.empty()) {
    const auto one = next_of(list);
    const auto semicolon = one.find(';');
    if (!same_word(trimmed(one.substr(0, semicolon)), name)) continue;
    return semicolon == one.npos ? weight_of({}) : weight_of(one.substr(semicolon + 1));
  }
  return -1;
}

}  // namespace

bool accepts_gzip(std::string_view accept_encoding) { return weight_in(accept_encoding, "gzip") > 0; }

bool accepts_brotli(std::string_view accept_encoding) { return weight_in(accept_encoding, "br") > 0; }

bool prefers_html(std::string_view accept) {
  const auto page = weight_in(accept, "text/html");
  return page > 0 && page > weight_in(accept, "application/json");
}

bool asks_for_events(std::string_view accept) {
  const auto events = weight_in(accept, "text/event-stream");
  return events > 0 && events >= weight_in(accept, "application/json");
}

bool names_tag(std::string_view condition, std::string_view tag) {
  while (!condition.empty()) {
    const auto one = next_of(condition);
    if (one == "*" || without_weakness(one) == without_weakness(tag)) return true;
  }
  return false;
}

}  // namespace fm::http

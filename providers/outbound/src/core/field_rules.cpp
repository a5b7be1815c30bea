#include "core/field_rules.hpp"

#include <algorithm>
#include <array>

namespace fm::outbound {

namespace {

constexpr std::string_view letters =
    "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789!#$%&'*+-.^_`|~";

bool is_token(std::string_view name) {
  return !name.empty() && name.find_first_not_of(letters) == std::string_view::npos;
}

bool is_value(std::string_view value) {
  return std::none_of(value.begin(), value.end(), [](char c) {
    const auto u = static_cast<unsigned char>(c);
    return (u < 0x20 && c != '\t') || u == 0x7F;
  });
}

/// What the connection and the trace need is set here.
bool is_ours(std::string_view name) {
  constexpr std::array<std::string_view, 12> ours{
      "accept-encoding",   "connection", "content-length", "expect",    "host", "keep-alive", "te", "trailer",
      "transfer-encoding", "upgrade",    "traceparent",    "tracestate"};
  const auto small = small_letters(name);
  return small.starts_with("proxy-") || std::find(ours.begin(), ours.end(), small) != ours.end();
}

trouble invalid(std::string text) { return {.kind = trouble_kind::invalid, .text = std::move(text)}; }

std::optional<trouble> check_field(std::string_view name, std::string_view value) {
  if (!is_token(name))
    return invalid("the name of a header is no token of RFC 9110: it has letters, digits and hyphens");
  if (is_ours(name))
    return invalid("the header " + std::string(name) + " is set by the client of the program: leave it away");
  if (!is_value(value))
    return invalid("the value of the header " + std::string(name) +
                   " has a control character in it (perhaps a line break at its end): remove it");
  return {};
}

}  // namespace

std::string small_letters(std::string_view text) {
  std::string out(text);
  std::transform(out.begin(), out.end(), out.begin(),
                 [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c; });
  return out;
}

std::string_view trimmed(std::string_view text) {
  constexpr std::string_view blanks = " \t";
  const auto first = text.find_first_not_of(blanks);
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(blanks) - first + 1);
}

std::optional<trouble> check_request(const request& what) {
  for (const auto& h : what.headers)
    if (auto why = check_field(h.name, h.value)) return why;
  for (const auto& h : what.credentials)
    if (auto why = check_field(h.name, h.value.expose())) return why;
  if (what.trace && (!read_traceparent(to_traceparent(*what.trace)) || !is_value(what.trace->state)))
    return invalid("the trace of a request has an id of 32 and one of 16 hexadecimal digits, not all zero");
  const auto& t = what.times;
  if (std::min({t.connect, t.first_byte, t.idle, t.total}) < millisecond)
    return invalid("a time limit of a request is at least one millisecond");
  if (!what.body.empty() && (what.method == method::get || what.method == method::head))
    return invalid("a GET or HEAD has no body: use POST");
  return {};
}

std::optional<unsigned> read_status_line(std::string_view line) {
  if (!line.starts_with("HTTP/")) return {};
  const auto blank = line.find(' ');
  if (blank == std::string_view::npos || line.size() < blank + 4) return {};
  unsigned status = 0;
  for (const char c : line.substr(blank + 1, 3)) {
    if (c < '0' || c > '9') return {};
    status = status * 10 + static_cast<unsigned>(c - '0');
  }
  return status;
}

std::optional<header> read_field(std::string_view line) {
  const auto colon = line.find(':');
  if (colon == std::string_view::npos || !is_token(line.substr(0, colon))) return {};
  return header{small_letters(line.substr(0, colon)), std::string(trimmed(line.substr(colon + 1)))};
}

}  // namespace fm::outbound

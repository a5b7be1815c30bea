#include "fm/outbound/trace_context.hpp"

#include <algorithm>

namespace fm::outbound {

namespace {

constexpr std::size_t trace_digits = 32, span_digits = 16, version_00_length = 55, longest_state = 512;

constexpr bool is_digit(char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'); }

bool is_id(std::string_view text) {
  return std::all_of(text.begin(), text.end(), is_digit) &&
         text.find_first_not_of('0') != std::string_view::npos;
}

constexpr std::uint8_t value_of(char c) {
  return static_cast<std::uint8_t>(c <= '9' ? c - '0' : c - 'a' + 10);
}

void put_byte(std::string& out, std::uint8_t byte) {
  constexpr std::string_view digits = "0123456789abcdef";
  out += digits[byte >> 4];
  out += digits[byte & 15];
}

/// An id of only zeros is none: its last bit is set then.
std::string id_of(std::string_view random) {
  std::string out;
  for (const char c : random) put_byte(out, static_cast<std::uint8_t>(c));
  if (!is_id(out)) out.back() = '1';
  return out;
}

}  // namespace

std::optional<trace_context> read_traceparent(std::string_view h) {
  if (h.size() < version_00_length) return {};
  if (!is_digit(h[0]) || !is_digit(h[1]) || h.starts_with("ff")) return {};
  if (h.size() > version_00_length && (h.starts_with("00") || h[version_00_length] != '-')) return {};
  if (h[2] != '-' || h[35] != '-' || h[52] != '-' || !is_digit(h[53]) || !is_digit(h[54])) return {};
  const auto trace = h.substr(3, trace_digits), span = h.substr(36, span_digits);
  if (!is_id(trace) || !is_id(span)) return {};
  return trace_context{std::string(trace), std::string(span),
                       static_cast<std::uint8_t>(value_of(h[53]) << 4 | value_of(h[54]))};
}

std::string to_traceparent(const trace_context& at) {
  auto out = "00-" + at.trace_id + '-' + at.span_id + '-';
  // Only the flag that version 00 knows.
  put_byte(out, at.flags & 1);
  return out;
}

trace_context new_trace(std::string_view random) {
  return {id_of(random.substr(0, trace_bytes - span_bytes)),
          id_of(random.substr(trace_bytes - span_bytes, span_bytes))};
}

trace_context child_of(const trace_context& parent, std::string_view random) {
  auto out = parent;
  out.span_id = id_of(random.substr(0, span_bytes));
  if (out.state.size() > longest_state) out.state.clear();
  return out;
}

}  // namespace fm::outbound

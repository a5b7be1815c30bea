#pragma once
// The trace that a request belongs to, as servers tell it each other (W3C Trace Context, level 1).
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace fm::outbound {

/// A place in a trace.
struct trace_context {
  std::string trace_id;    ///< 32 lower-case hexadecimal digits, not all zero
  std::string span_id;     ///< 16 of the same
  std::uint8_t flags = 0;  ///< bit 0: the trace is recorded
  std::string state{};     ///< the header `tracestate` as it came; at most 512 bytes are passed on
  bool operator==(const trace_context&) const = default;
};

/// What a header `traceparent` says; nothing when it is not one (section 3.2.2). Of a higher version than 00
/// the part is read that is as in 00 (section 4.3).
std::optional<trace_context> read_traceparent(std::string_view header);
/// The header's value, of version 00.
std::string to_traceparent(const trace_context& at);

/// How many random bytes a new place takes.
inline constexpr std::size_t span_bytes = 8, trace_bytes = 16 + span_bytes;
/// The beginning of a trace that is not recorded, from `trace_bytes` random bytes.
trace_context new_trace(std::string_view random);
/// A place below another, from `span_bytes` random bytes.
trace_context child_of(const trace_context& parent, std::string_view random);

}  // namespace fm::outbound

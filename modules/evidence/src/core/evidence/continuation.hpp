#pragma once
// Which lines belong to the record above them: stack traces, details, wrapped text.
#include <cstdint>
#include <string_view>

namespace fm::evidence {

/// What a line without a head is by its looks.
enum class line_role : std::uint8_t {
  unknown,       ///< looks say nothing
  continuation,  ///< belongs to the record above
  starts_trace,  ///< belongs to the record above, and so do the frames that follow
  error_name,    ///< `com.x.SomeException: text`: the end or the beginning of a trace
  failure,       ///< begins a record of its own: `panic: ...`, `Exception in thread "main" ...`
};

/// Follows stack traces of Java, Python, Go, Rust, Node, .NET and Ruby from line to line.
class continuation_tracker {
 public:
  /// The role of the next line; `headed` says that its head has a time or a severity, which ends every trace.
  line_role next(std::string_view line, bool headed);
  void reset() { trace_ = trace::none; }

 private:
  enum class trace : std::uint8_t { none, python, go };
  trace trace_ = trace::none;
};

}  // namespace fm::evidence

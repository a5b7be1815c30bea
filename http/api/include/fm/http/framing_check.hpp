#pragma once
// The rules of RFC 9112 that decide where a request ends, checked beside a parser that is more lenient: what
// two programs on the way may understand differently is refused.
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace fm::http {

/// Reads along with the bytes of one connection, whatever pieces they come in. Lines end in CR LF, fields
/// have a name and a colon directly behind it, there is one Host, and one way to say how long a body is.
class framing_check {
 public:
  /// How many of these bytes may be given to the parser: all of them, or those before the line that is at
  /// fault. Nothing is taken after a fault.
  std::size_t feed(std::string_view bytes);
  /// What is wrong, as a sentence; empty as long as nothing is.
  const std::string& fault() const { return fault_; }

 private:
  enum class place : std::uint8_t { request_line, field, body, chunk_size, chunk, chunk_end, trailer };

  /// One whole line without its CR LF. False when it is at fault.
  bool take(std::string_view line);
  bool take_request_line(std::string_view line);
  bool take_field(std::string_view line);
  bool take_chunk_size(std::string_view line);
  bool end_head();
  bool refuse(std::string_view why);

  place place_ = place::request_line;
  bool has_host_ = false, has_length_ = false, chunked_ = false, http_1_0_ = false;
  std::uint64_t left_ = 0;  ///< bytes of the body, or of the chunk
  std::string begun_;       ///< of a line whose end has not come
  std::string fault_;
};

}  // namespace fm::http

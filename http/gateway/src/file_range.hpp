#pragma once
// Which bytes of a file a client gets (RFC 9110, section 14).
#include <cstdint>
#include <string>
#include <string_view>

namespace fm::http {

/// A part of a file, or the whole of it.
struct file_range {
  int status = 200;  ///< 206 for a part, 416 when the part lies behind the end
  std::uint64_t offset = 0;
  std::uint64_t length = 0;
  std::string content_range;  ///< value of the field; empty for the whole file
};

/// What `Range` and `If-Range` ask for of a file of that size and entity tag. Several ranges at once, and
/// what cannot be understood, get the whole file, as the standard allows.
file_range range_of(std::string_view range, std::string_view if_range, std::string_view tag,
                    std::uint64_t size);

}  // namespace fm::http

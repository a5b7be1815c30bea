#pragma once
// Base64 with padding (RFC 4648, section 4).
#include <string>
#include <string_view>

namespace fm::crypto {

std::string to_base64(std::string_view bytes);

}  // namespace fm::crypto

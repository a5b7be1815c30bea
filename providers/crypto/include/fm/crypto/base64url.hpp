#pragma once
// Base64 for URLs and tokens (RFC 4648, section 5), without padding.
#include <optional>
#include <string>
#include <string_view>

namespace fm::crypto {

std::string to_base64url(std::string_view bytes);

/// Nothing unless the text is exactly what `to_base64url` gives for some bytes.
std::optional<std::string> from_base64url(std::string_view text);

}  // namespace fm::crypto

#pragma once
// Whole texts packed as gzip (RFC 1952).
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace fm::gzip {

/// The packed text; `level` from 1 (fast) to 9 (small).
std::string pack(std::string_view text, int level = 1);
/// The text of one packed member; nothing when it is damaged or longer than `most` bytes.
std::optional<std::string> unpack(std::string_view packed, std::size_t most);

}  // namespace fm::gzip

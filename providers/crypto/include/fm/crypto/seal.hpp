#pragma once
// Text that only the holder of a key can read, and that nobody else can change.
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace fm::crypto {

inline constexpr std::size_t seal_key_bytes = 32;

/// AES-256-GCM with a random nonce. `bound_to` is not contained, but must be the same when it is opened.
/// Throws std::invalid_argument for a key of another length.
std::string seal(std::string_view key, std::string_view text, std::string_view bound_to);

/// Nothing when the bytes were sealed with another key, for something else, or were changed.
std::optional<std::string> unseal(std::string_view key, std::string_view sealed, std::string_view bound_to);

}  // namespace fm::crypto

#pragma once
// Passwords as they are stored.
#include <string>
#include <string_view>

namespace fm::crypto {

inline constexpr int default_password_cost = 12;
inline constexpr int least_password_cost = 4;
inline constexpr int greatest_password_cost = 31;

/// Bcrypt with a random salt; takes long on purpose, twice as long with each step of the cost. All bytes
/// count: what bcrypt would cut (more than 72 bytes, or anything behind a NUL) is hashed by SHA-384 first,
/// and the stored text says so. Throws std::invalid_argument for a cost that does not exist.
std::string hash_password(std::string_view password, int cost = default_password_cost);

/// Whether the stored text was made of this password. As slow as hashing, whatever the answer; false for a
/// stored text that is none.
bool is_password(std::string_view password, const std::string& stored);

}  // namespace fm::crypto

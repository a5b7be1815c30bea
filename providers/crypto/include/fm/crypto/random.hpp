#pragma once
// Bytes that nobody can foresee.
#include <cstddef>
#include <string>

namespace fm::crypto {

/// Throws when the system has none.
std::string random_bytes(std::size_t n);

}  // namespace fm::crypto

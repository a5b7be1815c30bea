#pragma once
// Digests as bytes in the database.
#include <fm/evidence/messages.hpp>

#include <cstdint>
#include <optional>
#include <string>

namespace fm::evidence {

/// Tells apart digests that were made by another form or another analysis: those are made again.
std::int64_t digest_fingerprint();
std::string encode_digest(const digest& d);
/// Nothing when the bytes are not exactly a digest.
std::optional<digest> decode_digest(const std::string& bytes);

}  // namespace fm::evidence

#pragma once
// What a picture says of itself, read from its bytes without decoding it.
#include <fm/evidence/picture.hpp>

#include <cstdint>
#include <string>
#include <string_view>

namespace fm::evidence {

/// What vendors take of one picture: 5 MB as base64, and so many pixels on each side.
inline constexpr std::uint64_t most_picture_bytes = 3'750'000;
inline constexpr std::uint32_t most_picture_side = 8'000;

/// Reads the structure of a PNG, JPEG, GIF or WebP picture. What is none of these, or is damaged or cut off,
/// is no picture. Of one of more than `most_picture_bytes` give the first of them and `whole` as false: then
/// as much as there is has to be right. One that moves, is too large or has too many pixels is unfit. Each
/// byte is looked at once at most; `bytes` and `sha256` are left to the caller.
picture_facts read_picture(std::string_view bytes, bool whole = true);

/// Why nothing is read from a picture and what to do instead; reads after the file's name.
std::string refusal_of(const picture_facts& p);

}  // namespace fm::evidence

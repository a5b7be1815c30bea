#pragma once
// Small pieces of HTTP's grammar that several parts of the edge need.
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace fm::http {

constexpr char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c | 0x20) : c; }
/// Equal but for the case of ASCII letters.
bool same_word(std::string_view a, std::string_view b);
/// Without blanks and tabs at both ends.
std::string_view trimmed(std::string_view text);
/// Resolves %XX; nothing when a sequence is malformed.
std::optional<std::string> percent_decoded(std::string_view text, bool plus_is_blank);
/// The number of characters of valid UTF-8; nothing when it is not valid.
std::optional<std::size_t> code_points(std::string_view text);
/// At most `most` bytes, with '?' for what is no printable ASCII, so that they can be stored and shown.
std::string printable_ascii(std::string_view text, std::size_t most);
/// `a=1&b=2` as decoded pairs in their order; nothing when it is malformed or has more than `most` pairs.
std::optional<std::vector<std::pair<std::string, std::string>>> pairs_of(std::string_view text,
                                                                         std::size_t most = 1000);

}  // namespace fm::http

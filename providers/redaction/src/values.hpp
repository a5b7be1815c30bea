#pragma once
// Where a value begins and ends that stands behind a separator.
#include <cstddef>
#include <string>
#include <string_view>

namespace fm::redaction {

struct value_place {
  std::size_t begin = 0, end = 0;  ///< bytes, without quotes; equal when there is none
  bool quoted = false;
  bool spaced = false;  ///< blanks stand between separator and value
};

/// The value at `at`, behind a separator: in quotes (also escaped ones, as of JSON within JSON, entities and
/// %22), or up to where an unquoted one ends. A value that is cut off ends with its line, or with the mark of
/// the cut ("…"). An unquoted value that begins within another one ends with it: `known_end`, when it is
/// known, saves to look again.
value_place value_at(std::string_view text, std::size_t at, std::size_t known_end = 0);

/// The end of a code of a terminal (colours) at `at`, raw or as letters ("\x1b[1m"); `at` when there is none.
std::size_t terminal_code_end(std::string_view text, std::size_t at);
/// The beginning of one that ends at `end`; `end` when there is none.
std::size_t terminal_code_begin(std::string_view text, std::size_t end);

/// What the value means without its escapes: of JSON, URLs and XML. The value itself when it has none.
std::string unescaped(std::string_view value);
std::string url_encoded(std::string_view value);
std::string json_escaped(std::string_view value);
std::string xml_escaped(std::string_view value);

/// Nothing (empty) unless it is base64 of printable text of at least three bytes.
std::string text_in_base64(std::string_view value);
std::string to_base64(std::string_view bytes);

}  // namespace fm::redaction

#pragma once
// The text of a Word document (ECMA-376): headings as `== Title`, paragraphs, list items, rows of tables.
#include <cstdint>
#include <string>
#include <string_view>

namespace fm::extract {

struct word_read {
  std::string text;
  std::string error;  ///< why there is none, as a sentence; empty on success
};
word_read word_text(std::string_view archive, std::uint64_t most_text);

}  // namespace fm::extract

#pragma once
// The readers for each format. All take cleaned UTF-8 (`clean_utf8`) and run in linear time.
#include "knowledge/page_builder.hpp"

#include <cstdint>
#include <string>
#include <string_view>

namespace fm::knowledge {

/// Reads CommonMark with tables by md4c. `first_line` is the source line of the first byte. Text on which
/// md4c could take long (lines or paragraphs without end, absurdly nested) is read as plain text instead.
void read_markdown(std::string_view text, std::uint32_t first_line, page_builder& into);

/// Reads HTML tolerantly: tags go, script, style and navigation go with their content, h1..h6 are headings.
/// Returns the content of `<title>`, or nothing.
std::string read_html(std::string_view text, std::uint32_t first_line, page_builder& into);

/// Reads plain text; headings are underlined, numbered (`2.1 Title`), `== Title`, or short lines in capitals.
void read_plain_text(std::string_view text, std::uint32_t first_line, page_builder& into);

/// Appends what an HTML entity such as `&amp;` or `&#8211;` stands for; unknown ones are appended as written.
void append_entity(std::string_view entity, std::string& out);

}  // namespace fm::knowledge

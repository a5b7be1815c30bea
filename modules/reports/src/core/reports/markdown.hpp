#pragma once
// A document as Markdown (CommonMark with GitHub's tables).
#include <fm/providers/document.hpp>

#include <string>
#include <string_view>

namespace fm::reports {

/// Text stays text whatever is in it: nothing in a title, a file name or a log line becomes markup, a link or
/// HTML.
std::string markdown_of(const document::page& page);

/// Text in one line, escaped for the middle of a line.
std::string escaped(std::string_view text);

}  // namespace fm::reports

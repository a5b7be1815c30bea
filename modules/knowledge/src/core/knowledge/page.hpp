#pragma once
// A runbook page as all readers hand it over: sections of text lines that know their source lines.
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace fm::knowledge {

/// One file of the knowledge folder: its path relative to the folder (`/` between parts) and its bytes. A
/// stored document also has an id, and the title that its user gave when that is not the file's name.
struct document {
  std::string path;
  std::string bytes;
  std::string id{};
  std::string title{};
  std::uint64_t mark = 0;  ///< tells the contents of documents of one id apart
};

/// Bounds of the readers: what a hostile file may cost.
struct read_limits {
  std::size_t bytes = 8u << 20;     ///< longer files are cut at a line end
  std::size_t sections = 20000;     ///< further headings become text
  std::size_t heading_bytes = 200;  ///< longer headings are cut
  std::size_t words = 0;            ///< different words of a document, then no more are taken; 0: no bound
};

enum class text_kind : std::uint8_t { prose, code };

/// A line of a section's text and where it stands in the source file (1-based, inclusive).
struct text_line {
  std::uint32_t begin = 0;  ///< bytes `begin..end` of the section's text, without the line feed
  std::uint32_t end = 0;
  std::uint32_t first_source_line = 0;
  std::uint32_t last_source_line = 0;
  text_kind kind = text_kind::prose;
  bool ends_block = false;  ///< a paragraph, list item, table row or code block ends here
};

/// The text under one heading, without its subsections.
struct section {
  std::vector<std::string> headings;  ///< from the page's title down to this section
  std::string anchor;                 ///< slug of the heading; empty before the first heading
  std::uint32_t heading_line = 1;     ///< source line of the heading
  std::string text;
  std::vector<text_line> lines;
};

/// A page: what it calls itself, and its sections in the order of the source.
struct page {
  std::string path;
  std::string title;  ///< first level-1 heading, else the front matter's title, else the file name
  std::vector<std::string> names;  ///< further names: front matter title, aliases and tags
  std::vector<section> sections;
};

/// Reads a document by its extension, or by its start where the extension says nothing. Bytes that are no
/// text (a NUL near the start) give a page without sections.
page read_page(std::string_view path, std::string_view bytes, const read_limits& limits = {});

}  // namespace fm::knowledge

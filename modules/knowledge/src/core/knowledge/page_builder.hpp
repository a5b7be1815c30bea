#pragma once
// Collects headings and text lines from a reader into a page.
#include "knowledge/page.hpp"

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace fm::knowledge {

/// Keeps the stack of open headings, makes anchors unique and drops empty sections' text, under
/// `read_limits`.
class page_builder {
 public:
  explicit page_builder(const read_limits& limits) : limits_(limits) {}

  /// Opens a section; `level` is 1..6.
  void heading(int level, std::string_view text, std::uint32_t line);
  /// Adds a line to the open section; a line of blanks only ends the block instead.
  void line(std::string_view text, std::uint32_t first, std::uint32_t last, text_kind kind);
  /// Marks the last line as the end of a paragraph, item or code block.
  void end_block();
  /// The finished page; `front_title` and `names` are those of the front matter.
  page finish(std::string_view path, std::string_view front_title, std::vector<std::string> names);

 private:
  struct open_heading {
    int level;
    std::string text;
  };
  section& current();
  std::string unique_anchor(std::string_view text);

  read_limits limits_;
  std::vector<open_heading> stack_;
  std::vector<section> sections_;
  std::vector<bool> under_title_;  // per section: its path starts with a level-1 heading
  std::map<std::string, std::uint32_t, std::less<>> anchors_;
  std::string first_title_;
};

/// The last part of a path.
std::string_view file_name(std::string_view path);
/// The last part of a path without its extension.
std::string_view file_stem(std::string_view path);

}  // namespace fm::knowledge

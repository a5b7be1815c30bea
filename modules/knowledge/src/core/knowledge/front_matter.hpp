#pragma once
// The block between `---` (YAML) or `+++` (TOML) lines at the start of a page, as Hugo and Jekyll write it.
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace fm::knowledge {

/// What a page says of itself before its text.
struct front_matter {
  std::string title;
  std::vector<std::string> names;  ///< aliases, tags and keywords
  std::size_t bytes = 0;           ///< length of the block with its closing line; 0 when there is none
};

/// Reads `title`, `aliases`, `tags` and `keywords` line by line; everything else is skipped. A block that is
/// not closed within 200 lines is none.
front_matter read_front_matter(std::string_view text);

}  // namespace fm::knowledge

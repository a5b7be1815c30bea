#pragma once
// Cuts the sections of a page into passages of about 1000 characters.
#include "knowledge/page.hpp"

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

namespace fm::knowledge {

/// Sizes of chunks in bytes.
struct chunk_limits {
  std::size_t target = 1000;  ///< a chunk that has reached this ends at the next block end
  std::size_t most = 1400;    ///< no chunk is longer
  std::size_t overlap = 160;  ///< whole sentences up to this length are repeated where a paragraph is cut
};

/// A passage of one section.
struct chunk {
  std::uint32_t section = 0;  ///< index into `page::sections`
  std::string text;
  std::vector<std::pair<std::uint32_t, std::uint32_t>> code;  ///< byte ranges of `text` that are code
  std::uint32_t first_line = 0;                               ///< 1-based source lines, inclusive
  std::uint32_t last_line = 0;
};

/// The chunks of a page in the order of the source. A section that fits stays whole; longer ones are cut at
/// block ends, then line ends, then sentence ends. A page without text gives one chunk with its headings.
std::vector<chunk> cut_into_chunks(const page& source, const chunk_limits& limits = {});

}  // namespace fm::knowledge

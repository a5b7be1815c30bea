#pragma once
// A text that people put together: which of its lines are output of known commands and tools, and what they
// show.
#include "documents/document_reader.hpp"
#include "documents/text.hpp"
#include "evidence/time_parser.hpp"
#include "fm/evidence/messages.hpp"

#include <cstdint>
#include <string_view>
#include <vector>

namespace fm::evidence {

/// What the known outputs in a text show, and where they stand.
struct paste_reading {
  document_facts found;
  std::vector<line_range> claimed;  ///< lines that a reader understood, ascending; prompts are among them
};

/// False when no known output can begin in the text: it costs a look at the beginning of each line.
bool may_hold_output(std::string_view text);

/// Reads all known outputs. The claimed lines are no messages of a log.
paste_reading read_paste(std::uint32_t evidence, const text_lines& lines, const time_parser::options& times);

/// The text with the claimed lines blank, so that the others keep their numbers.
std::string without_claimed(std::string_view text, const std::vector<line_range>& claimed);

}  // namespace fm::evidence

#pragma once
// The records that a claim cites: lines that belong together, with what their codes mean.
#include "agent/claim_figures.hpp"

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace fm::agent {

/// Lower case with single blanks.
std::string plain_text(std::string_view text);

/// One line, or a line with those that go on with it (a stack, the details of an error, the fields of one
/// object). Rows of a table and lines with a time of their own are records of their own.
struct cited_record {
  std::string text;     ///< the lines, lower case with single blanks, one after the other
  std::string meaning;  ///< `text` with the words that its codes stand for ("413": rejected, too large)
  stated figures;       ///< of `text`
  std::optional<double> time;    ///< seconds of the day, of its first line
  std::string emitter;           ///< who wrote it ("web" in "ERROR web: ..."); empty where that is not seen
  std::size_t message = 0;       ///< where in `text` the message behind the emitter begins
  std::vector<text_word> words;  ///< of `text`
};

/// `lines` in lower case with single blanks, in the order in which they are cited.
std::vector<cited_record> records_of(std::span<const std::string> lines);

/// "30 of 120 failed" tells that 90 of 120, or 75%, did not: adds it to the records for a claim (lower case)
/// that says so.
void tell_complements(std::vector<cited_record>& records, std::string_view claim);

/// What the codes of a line stand for, as words: HTTP status, errno, exit status.
std::string meaning_of_codes(std::string_view line);

}  // namespace fm::agent

#pragma once
// Reads one file that is not a log and says what it shows.
#include "fm/evidence/messages.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace fm::evidence {

/// A free text inside a document that reads like log or error text: the log rules run over these too.
struct embedded_line {
  std::uint32_t evidence = 0;
  std::uint64_t line = 0;  ///< where it stands, 1-based
  std::string text;        ///< letter by letter a part of that line, at most 2,000 bytes
  std::string subject;     ///< the object it belongs to
  bool operator==(const embedded_line&) const = default;
};

/// What one document shows.
struct document_facts {
  std::vector<fact> facts;              ///< in the order of their first lines, at most 2,000
  std::vector<embedded_line> embedded;  ///< in the order of their lines, at most 2,000
  std::vector<std::string> notes;       ///< what was cut or could not be read, for people
};

/// Reads a document of kind `what` (of no log kind). At most 16 MB are read; never throws, never fails.
document_facts read_document(std::uint32_t evidence, kind what, std::string_view name, std::string_view text);

}  // namespace fm::evidence

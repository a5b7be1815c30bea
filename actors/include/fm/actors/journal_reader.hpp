#pragma once
// Reads what a journal has kept.
#include "fm/actors/journal_format.hpp"

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

namespace fm::actors {

struct record {
  record_head head;
  std::vector<char> body;
};

/// Segments in their order. A torn tail is cut silently: that is how a crash looks.
struct journal_file {
  std::vector<record> records;     ///< by ticket, contiguous when `why` is empty
  std::vector<std::string> names;  ///< of the message types
  std::string why;                 ///< why it cannot be replayed; empty when it can
};

/// Refuses a journal of a program with other messages, of a damaged or lost record, without payloads, and one
/// that begins in the middle of something: then the segment before it is needed as well.
journal_file read_journal(const std::vector<std::filesystem::path>& segments, std::uint64_t fingerprint);

}  // namespace fm::actors

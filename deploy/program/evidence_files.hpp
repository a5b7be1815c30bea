#pragma once
// Files, folders and pipes given on the command line.
#include "evidence/byte_source.hpp"

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace fm::program {

/// A file to read, and whether the user named it or a folder holds it.
struct evidence_file {
  std::string path;        ///< "-" is standard input
  std::string shown;       ///< for people: the path as given
  std::uint64_t size = 0;  ///< 0 when unknown
  bool from_folder = false;
};

struct evidence_list {
  std::vector<evidence_file> files;
  std::string error;
};

/// Expands files and folders (recursively, hidden files left out). Within a folder the order is that of
/// names, with rotated logs oldest first (app.log.2.gz, app.log.1, app.log). At most 1,000 files.
evidence_list list_evidence(const std::vector<std::string>& operands);

/// Opens a file or standard input for reading; an error is found on the first read.
std::unique_ptr<evidence::byte_source> open_file(const std::string& path);

/// The same for an incident, whose documents are read a second time when all files are known: what comes
/// through a pipe is kept for that, as long as it is short enough to be a document. Copies share what they
/// keep.
class evidence_opener {
 public:
  evidence_opener();
  std::unique_ptr<evidence::byte_source> operator()(const std::string& path) const;

 private:
  struct kept_pipes;
  std::shared_ptr<kept_pipes> pipes_;
};

/// The whole text of a file of at most `max_bytes`; false when it cannot be read or is larger, with the
/// reason.
bool read_whole(const std::string& path, std::size_t max_bytes, std::string& text, std::string& error);

}  // namespace fm::program

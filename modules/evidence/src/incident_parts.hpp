#pragma once
// What an incident on the command line and a case on a server have in common.
#include "left_out.hpp"

#include <fm/evidence/messages.hpp>

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

namespace fm::evidence {

/// Puts together what was found in the files of one question, in their order, within the memory that a
/// question may take.
class findings {
 public:
  /// `most_bytes` of facts and patterns; 0 for no bound.
  explicit findings(std::uint64_t most_bytes) : most_bytes_(most_bytes) {}

  /// Takes a file that was read: gives its digest, its facts and its document the next number.
  void take(file_read read, const file_source& source);
  /// Takes a file whose content is that of another, which was taken before under that number.
  void take_copy(std::uint32_t of, const file_source& source);

  /// Takes a file that is a picture, which gets no number.
  void take_picture(picture p) { pictures_.push_back(std::move(p)); }

  std::uint32_t count() const { return static_cast<std::uint32_t>(digests_.size()); }
  /// The documents to be checked against each other.
  const std::vector<document_source>& documents() const { return documents_; }
  /// Hands facts and notes that documents show together to their files.
  void hand_out(documents_related related);
  /// All of it; notes say what was left out.
  incident_analysed finish();
  std::vector<std::string>& notes() { return notes_; }

 private:
  std::uint64_t most_bytes_;
  std::uint64_t bytes_ = 0;
  std::vector<digest> digests_;
  std::vector<document_source> documents_;
  std::vector<std::string> notes_;
  std::vector<picture> pictures_;
  left_out_files without_facts_{
      "were read, and what they show was left out: it takes more memory than one question may take; ask "
      "about "
      "fewer files, or raise FM_TURN_MEMORY_MB"};
};

}  // namespace fm::evidence

#pragma once
// From the bytes of the files of one incident to what each of them shows.
#include "documents/cluster_model.hpp"
#include "documents/document_reader.hpp"
#include "evidence/byte_source.hpp"
#include "evidence/scope.hpp"
#include "evidence/time_zone.hpp"

#include <fm/evidence/messages.hpp>

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

namespace fm::evidence {

/// What holds for every file of an incident.
struct analysis_options {
  time_zone zone;              ///< of times that name none
  micros now = 0;              ///< decides years that are not named
  time_window window;          ///< what the question is about
  micros relative_window = 0;  ///< length before the end of the evidence; 0 for none
};

/// One file's analysis: its digest, or why it could not be read.
struct file_result {
  digest found;
  std::string error;  ///< reads after the file's name; empty on success
};

/// The document facts of several files and what they say about each other.
struct incident_documents {
  std::vector<fact> facts;
  std::vector<embedded_line> embedded;
  cluster_model cluster;
};

/// Called with the bytes of text read so far; false stops the analysis.
using progress_fn = std::function<bool(std::uint64_t)>;

/// Reads one file to its end in bounded memory. Documents are also added to `documents`.
file_result analyse_file(std::uint32_t number, std::string name, byte_source& raw,
                         const analysis_options& options, incident_documents& documents,
                         const progress_fn& progress = {});

/// Adds what the documents of all files show together to the digests (by their number).
void add_document_facts(const incident_documents& documents, std::vector<digest>& digests);

/// Mines the templates of a log: every line is one message. `assigned` gets one id per line when it is not
/// null.
struct mined_templates {
  std::vector<pattern> patterns;  ///< most frequent first
  std::uint64_t lines = 0;
  std::string error;
  std::vector<std::string> notes;
};
mined_templates mine_templates(byte_source& raw, const analysis_options& options,
                               std::vector<std::uint32_t>* assigned);

}  // namespace fm::evidence

#pragma once
// From the bytes of the files of one incident to what each of them shows.
#include "evidence/byte_source.hpp"
#include "evidence/scope.hpp"
#include "evidence/time_zone.hpp"

#include <fm/evidence/messages.hpp>

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace fm::evidence {

/// What holds for every file of an incident.
struct analysis_options {
  time_zone zone;                    ///< of times that name none
  micros now = 0;                    ///< decides years that are not named
  time_window window;                ///< what the question is about
  std::vector<sought_lines> sought;  ///< counted where they occur
  micros relative_window = 0;        ///< length before the end of the evidence; 0 for none
};

/// One file's analysis: its digest, or why it could not be read.
struct file_result {
  digest found;
  std::string document;  ///< the whole text when it is a document, for `relate`
  std::string error;     ///< reads after the file's name; empty on success
};

/// Called with the bytes of text read so far; false stops the analysis.
using progress_fn = std::function<bool(std::uint64_t)>;

/// Reads one file to its end in bounded memory.
file_result analyse_file(std::uint32_t number, std::string name, byte_source& raw,
                         const analysis_options& options, const progress_fn& progress = {});

/// What the documents of an incident show, alone and together. Takes them one by one and keeps what it needs
/// of them. Within a `budget::watched_work` both may end by `budget::work_stopped`.
class document_relation {
 public:
  document_relation();
  ~document_relation();
  document_relation(const document_relation&) = delete;
  document_relation& operator=(const document_relation&) = delete;

  /// About how many bytes of memory it takes to add a document of that kind and length.
  static std::uint64_t cost(kind what, std::uint64_t bytes);

  void add(std::uint32_t evidence, kind what, std::string_view name, std::string text);
  /// Once, at the end.
  documents_related finish();

 private:
  struct state;
  std::unique_ptr<state> state_;
};

/// The decoded text of a document; `error` (reads after the file's name) when it cannot be read as a whole.
struct whole_text {
  std::string text;
  std::string error;
};
whole_text read_whole_document(byte_source& raw);

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

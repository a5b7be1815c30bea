#pragma once
// What takes a thread for itself: reading a file, checking documents against each other.
#include "fm/actors/outcome.hpp"
#include "fm/actors/step.hpp"
#include "fm/actors/worker.hpp"
#include "fm/evidence/messages.hpp"
#include "fm/evidence/spawn.hpp"

#include <utility>

namespace fm::evidence {

class file_job {
 public:
  using takes = fm::takes<read_file, relate_documents, find_equal_files, search_lines, read_lines,
                          count_templates, find_runs>;

  explicit file_job(environment outside) : outside_(std::move(outside)) {}

  /// A file that is no text is an answer with `error` set, not a failure.
  outcome<file_read> run(const read_file& m, actors::worker_env& env);
  outcome<documents_related> run(const relate_documents& m, actors::worker_env& env);
  outcome<equal_files> run(const find_equal_files& m, actors::worker_env& env);
  /// Looks into stored files (`look_job.cpp`). A file that cannot be read is named in the answer.
  outcome<lines_found> run(const search_lines& m, actors::worker_env& env);
  outcome<lines_read> run(const read_lines& m, actors::worker_env& env);
  outcome<templates_counted> run(const count_templates& m, actors::worker_env& env);
  outcome<runs_found> run(const find_runs& m, actors::worker_env& env);

 private:
  environment outside_;
};

}  // namespace fm::evidence

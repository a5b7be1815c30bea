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
  using takes = fm::takes<read_file, relate_documents, find_equal_files>;

  explicit file_job(environment outside) : outside_(std::move(outside)) {}

  /// A file that is no text is an answer with `error` set, not a failure.
  outcome<file_read> run(const read_file& m, actors::worker_env& env);
  outcome<documents_related> run(const relate_documents& m, actors::worker_env& env);
  outcome<equal_files> run(const find_equal_files& m, actors::worker_env& env);

 private:
  environment outside_;
};

}  // namespace fm::evidence

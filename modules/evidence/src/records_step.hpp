#pragma once
// Evidence as a server keeps it: uploads, lists, deletions, downloads. A file is stored before its row and
// removed after it, so that a crash leaves at most a file that nobody names; `sweep` removes those.
#include <fm/actors/step.hpp>
#include <fm/evidence/messages.hpp>

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

namespace fm::evidence {

struct records_state {
  using takes = fm::takes<upload_evidence, list_evidence, get_evidence, get_details, delete_evidence,
                          link_evidence, purge_case, sweep>;

  explicit records_state(std::vector<std::string> types, std::uint64_t most = 0, std::uint64_t jobs = 0)
      : allowed_types(std::move(types)), most_bytes(most), most_open_jobs(jobs) {}

  std::vector<std::string> allowed_types;  ///< empty: all but executables
  std::uint64_t most_bytes;                ///< of one owner; 0: no quota
  std::uint64_t most_open_jobs;            ///< of one owner; 0: no quota
};

flow<evidence_record> on(records_state& s, upload_evidence m, effects& fx);
flow<evidence_page> on(records_state& s, list_evidence m, effects& fx);
flow<evidence_record> on(records_state& s, get_evidence m, effects& fx);
flow<evidence_details> on(records_state& s, get_details m, effects& fx);
flow<done> on(records_state& s, delete_evidence m, effects& fx);
flow<evidence_record> on(records_state& s, link_evidence m, effects& fx);
flow<done> on(records_state& s, purge_case m, effects& fx);
flow<swept> on(records_state& s, sweep m, effects& fx);

}  // namespace fm::evidence

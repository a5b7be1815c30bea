#pragma once
// What stored evidence shows: one file for its job, all files of a case for a turn.
#include <fm/actors/step.hpp>
#include <fm/evidence/messages.hpp>

#include <cstdint>

namespace fm::evidence {

struct analysis_state {
  using takes = fm::takes<run_analysis, abandon_analysis, analyse_case, list_case_files>;

  explicit analysis_state(std::uint64_t most = 0) : most_found_bytes(most) {}

  std::uint64_t most_found_bytes;  ///< of what the files of one question show; 0 for no bound
};

/// Fails with `not_found` when the evidence was deleted, `unavailable` when its file cannot be read.
flow<analysis_done> on(analysis_state& s, run_analysis m, effects& fx);
flow<done> on(analysis_state& s, abandon_analysis m, effects& fx);
flow<case_analysed> on(analysis_state& s, analyse_case m, effects& fx);
flow<case_files> on(analysis_state& s, list_case_files m, effects& fx);

}  // namespace fm::evidence

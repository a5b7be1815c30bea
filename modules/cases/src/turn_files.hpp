#pragma once
// The files of a turn, on their way into the evidence of the case.
#include "fm/actors/step.hpp"
#include "fm/cases/turns.hpp"

#include <string>
#include <vector>

namespace fm::cases {

/// What one turn brought.
struct attachments {
  std::vector<evidence::evidence_record> records;
};

/// Stores them all, in their order, or none.
flow<attachments> take_files(std::string case_id, std::vector<turn_file> files, effects& fx);
/// Waits for a while until they are analysed, and says how they are then.
flow<attachments> analysed(attachments files, effects& fx);

}  // namespace fm::cases

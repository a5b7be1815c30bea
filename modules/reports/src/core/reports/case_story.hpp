#pragma once
// What a case's metadata tells: its status history, how it was closed, what was concluded.
#include <fm/actors/context.hpp>

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace fm::reports {

struct status_step {
  std::string from;
  std::string to;
  micros at = 0;
  bool automatic = false;
  std::string reason;
};

/// The working conclusion of the investigation at some turn.
struct conclusion {
  std::string statement;  ///< empty when there is none
  double confidence = 0;
  std::string level;
  std::uint32_t turn = 0;
};

struct case_story {
  std::vector<status_step> steps;
  std::string resolution;  ///< as it was closed
  std::string notes;
  conclusion concluded;
  std::vector<std::string> milestones;  ///< reached
  bool stuck = false;
};

/// Reads the metadata of a case (JSON); what is not there or of another kind is left out.
case_story story_of(std::string_view metadata);

}  // namespace fm::reports

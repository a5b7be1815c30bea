#pragma once
// What can be said about the cause, and who says it.
#include "reports/case_story.hpp"

#include <fm/reports/messages.hpp>

#include <cstdint>
#include <string>
#include <vector>

namespace fm::reports {

/// Where the cause comes from, the strongest first.
enum class cause_source : std::uint8_t {
  people,    ///< a hypothesis that somebody validated
  evidence,  ///< the evidence, read for this report
  earlier,   ///< what an earlier turn concluded
  none,
};

struct findings {
  case_story story;
  cause_source source = cause_source::none;
  /// Of the source `people`.
  const cases::hypothesis_record* validated = nullptr;
  /// The best explanation of the evidence that nobody has refuted; null without one.
  const agent::hypothesis* best = nullptr;
  /// Further explanations of at least .3.
  std::vector<const agent::hypothesis*> others;
  /// What people refuted although the evidence speaks for it.
  std::vector<const agent::hypothesis*> overruled;
};

/// Pointers into `from`, which must stay.
findings findings_of(const material& from);

/// Whether a claim tells what the cause explains, i.e. a symptom; or what changed just before it.
bool is_effect(const agent::claim& c);
bool is_change_before(const agent::claim& c);
/// The quotation of a claim without its phrase; the whole text when it has none.
std::string quoted(const agent::claim& c);

}  // namespace fm::reports

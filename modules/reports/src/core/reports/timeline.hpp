#pragma once
// What happened when: the case's own events and what the evidence shows, in one order.
#include "reports/case_story.hpp"

#include <fm/providers/document.hpp>
#include <fm/reports/messages.hpp>

#include <cstddef>
#include <vector>

namespace fm::reports {

struct timeline_event {
  micros at = 0;
  bool of_evidence = false;
  document::rich what;
  document::rich source;
};

/// All events, earliest first; of one time in the order in which they were told.
std::vector<timeline_event> timeline_of(const material& from, const case_story& story);

/// At most so many of them, the first and the last; `left_out` says how many are missing between them.
std::vector<timeline_event> shortened(std::vector<timeline_event> all, std::size_t most,
                                      std::size_t& left_out);

}  // namespace fm::reports

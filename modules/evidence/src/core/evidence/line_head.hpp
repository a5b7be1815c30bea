#pragma once
// What the head of a log line says about its record.
#include "fm/evidence/messages.hpp"

#include <string_view>

namespace fm::evidence {

/// The parts of one line. The views point into the line, into the parser that gave them (valid until its next
/// `parse`), or to constants.
struct line_head {
  micros time = no_time;
  severity level = severity::none;
  std::string_view message;    ///< what remains without the head
  std::string_view component;  ///< logger, class, module or process
  std::string_view source;     ///< pod/container or host
  bool continuation = false;   ///< belongs to the record above: stack frames, details, wrapped text
};

}  // namespace fm::evidence

#pragma once
// Which kinds of evidence are checked against each other.
#include <fm/evidence/messages.hpp>

namespace fm::evidence {

/// A log, a prose text, the output of commands and an empty file say all that they say by themselves.
inline bool is_related(kind what) {
  return what != kind::log && what != kind::text && what != kind::command_output && what != kind::empty;
}

}  // namespace fm::evidence

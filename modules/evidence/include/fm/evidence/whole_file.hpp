#pragma once
// A file of a case as something to look into.
#include "fm/evidence/look_messages.hpp"

namespace fm::evidence {

/// All of the file, whatever the time.
inline file_part whole_file(const numbered_file& f) {
  file_part out;
  out.number = f.number;
  out.source = f.source;
  out.uploaded = f.uploaded;
  return out;
}

}  // namespace fm::evidence

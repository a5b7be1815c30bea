#pragma once
// Which index holds a document.
#include <fm/knowledge/messages.hpp>

namespace fm::knowledge {

inline index_scope index_of(const document_record& d) {
  index_scope out;
  out.scope = d.scope;
  if (d.scope != "global") out.owner = d.owner;
  if (d.scope == "case") out.case_id = d.case_id;
  return out;
}

}  // namespace fm::knowledge

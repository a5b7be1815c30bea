#pragma once
// A folder of runbooks on disk as a search index.
#include "knowledge/search_index.hpp"

#include <string>
#include <vector>

namespace fm::program {

struct loaded_knowledge {
  knowledge::search_index index;
  std::string error;               ///< empty on success
  std::vector<std::string> notes;  ///< files that were left out
};

/// Indexes every .md, .markdown, .txt, .rst, .adoc, .html and .htm file below `folder` (each at most 50 MB).
loaded_knowledge load_knowledge(const std::string& folder);

}  // namespace fm::program
